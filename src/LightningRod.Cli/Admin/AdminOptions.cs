using System.CommandLine;
using LightningRod.Server.Options;
using LightningRod.Server.Secrets;
using LightningRod.Server.Settings;

namespace LightningRod.Cli.Admin;

/// <summary>How a command finds the member: by the same settings that the member has, or by what the command line says.</summary>
internal sealed class AdminOptions
{
    private readonly Option<FileInfo?> _config = new("--config")
    {
        Description = "The member's settings, rather than ./lightningrod.json if that is there.",
        HelpName = "file",
    };
    private readonly Option<string?> _admin = new("--admin")
    {
        Description = "Where the member's admin endpoints are, for example http://127.0.0.1:9736.",
        HelpName = "url",
    };
    private readonly Option<FileInfo?> _tokenFile = new("--token-file")
    {
        Description = "The file with the token, rather than the one of the settings.",
        HelpName = "file",
    };

    internal AdminOptions() => _admin.Validators.Add(result =>
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            result.AddError("--admin takes an http URL.");
    });

    internal void AddTo(Command command)
    {
        command.Add(_config);
        command.Add(_admin);
        command.Add(_tokenFile);
    }

    /// <summary>Whether the command line says where the member is.</summary>
    internal bool NamesTheMember(ParseResult parsed) => parsed.GetValue(_admin) is not null;

    /// <summary>The member's settings.</summary>
    /// <exception cref="AdminException">They are wrong.</exception>
    internal MemberOptions SettingsOf(ParseResult parsed)
    {
        var reading = MemberSettings.Read(parsed.GetValue(_config)?.FullName, Environment.GetEnvironmentVariables());
        return reading.TryGet(out var options) ? options : throw new AdminException(string.Join(' ', reading.Faults));
    }

    /// <summary>A client of the member.</summary>
    /// <exception cref="AdminException">There is no token.</exception>
    internal AdminClient Connect(ParseResult parsed, AdminScope scope)
    {
        var (url, file) = (parsed.GetValue(_admin), parsed.GetValue(_tokenFile)?.FullName);
        var settings = url is null || file is null ? SettingsOf(parsed) : null;
        var token = AdminTokens.Read(file ?? settings!.AdminTokenPath, scope, out var why)
            ?? throw new AdminException(why) { MemberMayBeStopped = true };
        return new(new Uri(url ?? $"http://{settings!.Admin.EndPoint}"), token);
    }
}
