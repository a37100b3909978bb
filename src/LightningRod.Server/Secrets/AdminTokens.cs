using System.Security.Cryptography;
using System.Text;

namespace LightningRod.Server.Secrets;

/// <summary>The tokens of the admin endpoints: lines of <c>read TOKEN</c> and <c>write TOKEN</c>.</summary>
public sealed class AdminTokens
{
    private const int ShortestToken = 32;
    private const int MaxTokens = 32;

    private readonly (AdminScope Scope, byte[] Hash)[] _tokens;

    private AdminTokens((AdminScope Scope, byte[] Hash)[] tokens) => _tokens = tokens;

    /// <summary>What a token allows, or null when it is none. Takes as long for any.</summary>
    /// <param name="token">The token as it came.</param>
    public AdminScope? Find(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        AdminScope? found = null;
        foreach (var (scope, known) in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known) && found is not AdminScope.Write) found = scope;
        }

        return found;
    }

    /// <summary>Reads the token that allows most, for a client on the same machine.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scope">What is to be allowed.</param>
    /// <param name="why">Why there is none when null is returned; no token.</param>
    public static string? Read(string path, AdminScope scope, out string why)
    {
        try
        {
            why = $"{path} is missing: has the member been started once, and as this user?";
            if (SecretFile.Read(path) is not { } text) return null;
            why = $"{path} has no token that allows to {(scope == AdminScope.Read ? "read" : "write")}.";
            return Lines(text, path).Where(line => line.Scope >= scope).OrderByDescending(line => line.Scope).Select(line => line.Token).FirstOrDefault();
        }
        catch (SecretFileException failure)
        {
            why = failure.Message;
            return null;
        }
    }

    /// <summary>Reads the file, and makes it when it is missing.</summary>
    /// <exception cref="SecretFileException">It cannot be used.</exception>
    internal static AdminTokens Open(string path) => Of(SecretFile.ReadOrMake(path, New), path);

    /// <summary>The tokens of a file's text.</summary>
    internal static AdminTokens Of(string text, string path) =>
        new([.. Lines(text, path).Select(line => (line.Scope, SHA256.HashData(Encoding.UTF8.GetBytes(line.Token))))]);

    private static List<(AdminScope Scope, string Token)> Lines(string text, string path)
    {
        var found = new List<(AdminScope, string)>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            AdminScope? scope = words[0] switch { "read" => AdminScope.Read, "write" => AdminScope.Write, _ => null };
            if (scope is not { } known || words is not [_, { Length: >= ShortestToken } token] || found.Count == MaxTokens)
                throw new SecretFileException(
                    path, $"is no token file: each line must be read or write and a token of at least {ShortestToken} characters.");
            found.Add((known, token));
        }

        return found.Count > 0 ? found : throw new SecretFileException(path, "has no token; delete the file to have one made.");
    }

    private static string New() =>
        $"read {RandomNumberGenerator.GetHexString(64, lowercase: true)}\nwrite {RandomNumberGenerator.GetHexString(64, lowercase: true)}\n";
}
