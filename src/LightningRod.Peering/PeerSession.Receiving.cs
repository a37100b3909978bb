using System.Buffers.Binary;
using System.Diagnostics;
using LightningRod.Peering.Limits;
using LightningRod.Peering.Telemetry;
using LightningRod.Peering.Timing;
using LightningRod.Peering.Transport;
using LightningRod.Wire.Messages;
using Microsoft.Extensions.Logging;

namespace LightningRod.Peering;

public sealed partial class PeerSession
{
    private async Task ReceiveAsync()
    {
        try
        {
            while (!IsClosing)
            {
                var read = await _reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                switch (read.End)
                {
                    case MessageReader.End.Closed:
                        Close(new(CloseCode.RemoteClosed, "the peer ended the connection"), CloseManner.Abort);
                        return;
                    case MessageReader.End.NotAuthentic:
                        Close(new(CloseCode.NotAuthentic, read.Error.Detail), CloseManner.Abort);
                        return;
                    default:
                        if (!IsClosing) await DispatchAsync(read.Message).ConfigureAwait(false);
                        break;
                }
            }

            if (_manner == CloseManner.Flush) await _reader.DiscardAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (SocketBytes.IsGone(e))
        {
            Close(new(CloseCode.ConnectionLost, e.Message), CloseManner.Abort);
        }
    }

    private async ValueTask DispatchAsync(ReadOnlyMemory<byte> bytes)
    {
        if (Read(bytes.Span) is not { } message) return;
        switch (message)
        {
            case Ping ping:
                await AnswerAsync(ping, bytes.Length).ConfigureAwait(false);
                break;
            case Pong pong:
                if (_queue.TryAnswer(pong)) break;
                _node.Instruments.Dropped(Instruments.DroppedPong);
                Charge(MessageFamily.Pong, bytes.Length);
                break;
            case Init:
                Refuse(CloseCode.BadMessage, "a second init");
                break;
            case Error { IsForAllChannels: true } last:
                await CallAsync(last).ConfigureAwait(false);
                Close(new(CloseCode.RemoteError, $"the peer said: {last.Text}"), CloseManner.Abort);
                break;
            default:
                await CallAsync(message).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Reads what is of interest; null for what is dropped or ends the session.</summary>
    private PeerMessage? Read(ReadOnlySpan<byte> bytes)
    {
        if (!BinaryPrimitives.TryReadUInt16BigEndian(bytes, out var type))
        {
            Refuse(CloseCode.BadMessage, "a message without a type");
            return null;
        }

        var family = MessageFamilies.Of(type, _node.Protocol.EvenCustomTypes);
        _node.Instruments.Received(family);
        switch (family)
        {
            case MessageFamily.Unknown:
                Refuse(CloseCode.UnknownEvenType, $"unknown even message type {type}");
                return null;
            case MessageFamily.Ignored:
                _node.Instruments.Dropped(Instruments.DroppedAsIgnored);
                Charge(family, bytes.Length);
                return null;
            // Limits come before parsing, so that what is over them costs no more than its decryption. Pings and pongs tell their weight later.
            case MessageFamily.Onion or MessageFamily.Custom or MessageFamily.Notice when !Charge(family, bytes.Length):
                return null;
        }

        if (PeerMessage.Parse(bytes).TryGet(out var message, out var error)) return message;
        Refuse(CloseCode.BadMessage, $"message type {type}: {error}");
        return null;
    }

    private async ValueTask AnswerAsync(Ping ping, int length)
    {
        var answer = Pong.Answer(ping);
        if (!Charge(MessageFamily.Ping, Math.Max(length, answer?.BytesLen ?? 0)) || answer is null) return;
        if (!await CallAsync(ping).ConfigureAwait(false)) return;
        switch (_queue.TryEnqueue(answer.ToArray(), isControl: true, out _))
        {
            case SendOutcome.Queued:
                _node.Instruments.Sent(MessageFamily.Pong);
                break;
            case SendOutcome.Busy:
                Close(new(CloseCode.Flood, "the peer asks for pongs and does not take them in"), CloseManner.Abort);
                break;
        }
    }

    /// <summary>False when the message goes no further.</summary>
    private bool Charge(MessageFamily family, int bytes)
    {
        switch (Allowance.Charge(family, bytes, _node.Now))
        {
            case Verdict.Pass:
                return true;
            case Verdict.Drop:
                _node.Instruments.Dropped(Instruments.DroppedByRate);
                return false;
            default:
                _node.Instruments.Dropped(Instruments.DroppedByRate);
                Refuse(CloseCode.Flood, $"too many messages ({family})");
                return false;
        }
    }

    private void Refuse(CloseCode code, string detail) => Close(new(code, detail), CloseManner.LastWord, new Warning(detail));

    /// <summary>Calls the handler for a message, or for the opening when there is none.</summary>
    /// <returns>False when the session closes for what the handler did.</returns>
    private async ValueTask<bool> CallAsync(PeerMessage? message)
    {
        var name = message is null or Ping ? null : $"process {message.GetType().Name}";
        using var activity = name is null ? null : Instruments.Activities.StartActivity(name, ActivityKind.Consumer);
        WheelEntry? deadline = null;
        _handlerRuns = true;
        try
        {
            var call = message switch
            {
                null => _node.Handler.OnOpenedAsync(this, _closing.Token),
                Ping => _node.Handler.OnPingAsync(this, _closing.Token),
                _ => _node.Handler.OnMessageAsync(this, message, _closing.Token),
            };
            // A peer that only pings, and is answered at once, excuses no pong of its own by that.
            if (message is Ping && call.IsCompletedSuccessfully) return true;
            _handlerRan = true;
            if (message is Ping) _node.Wheel.Schedule(deadline = new(OnPingTooSlow), _node.Options.PingInterval);
            await call.ConfigureAwait(false);
            _handlerRan = true;
            return true;
        }
        catch (OperationCanceledException) when (IsClosing)
        {
            return false;
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            Log.HandlerFailed(_node.Logger, Id, RemoteId, e);
            Close(new(CloseCode.HandlerFailed, $"the handler threw {e.GetType().Name}"), CloseManner.LastWord, new Warning("internal failure"));
            return false;
        }
        finally
        {
            if (deadline is not null) _node.Wheel.Cancel(deadline);
            _handlerRuns = false;
        }
    }

    private void OnPingTooSlow()
    {
        const string detail = "a ping could not be answered in time";
        Close(new(CloseCode.HandlerTooSlow, detail), CloseManner.LastWord, new Warning(detail));
    }

    // Peering has the event ids 2000 to 2099.
    private static partial class Log
    {
        [LoggerMessage(2000, LogLevel.Debug, "Session {Session} with {Node} closed: {Reason}.")]
        internal static partial void Closed(ILogger logger, SessionId session, Wire.Primitives.NodeId node, CloseReason reason);

        [LoggerMessage(2001, LogLevel.Error, "The handler failed on session {Session} with {Node}.")]
        internal static partial void HandlerFailed(ILogger logger, SessionId session, Wire.Primitives.NodeId node, Exception exception);

        [LoggerMessage(2002, LogLevel.Error, "Session {Session} with {Node} failed; this is a bug.")]
        internal static partial void Failed(ILogger logger, SessionId session, Wire.Primitives.NodeId node, Exception exception);
    }
}
