using System.Reflection;
using LightningRod.Wire.Cryptography;
using LightningRod.Wire.Encodings;
using LightningRod.Wire.Primitives;

namespace LightningRod.Wire.Tests.Cryptography;

/// <summary>libsecp256k1 aborts the process when it gets an empty key; every way in must throw before that.</summary>
public sealed class DefaultPublicKeyTests
{
    private static readonly PublicKey Point = Curve.Key(1).PublicKey;
    private static PublicKey None => default;
    private static readonly RecoverableSignature Signature = RecoverableSignature.Sign(Curve.Key(1), new byte[32]);

    private static readonly Dictionary<string, Action[]> Uses = new()
    {
        ["PublicKey.TryAdd"] = [() => PublicKey.TryAdd(None, Point, out _), () => PublicKey.TryAdd(Point, None, out _)],
        ["PublicKey.TryMultiply"] = [() => None.TryMultiply(Curve.Bytes(1), out _)],
        ["PublicKey.TryAddScalar"] = [() => None.TryAddScalar(Curve.Bytes(1), out _)],
        ["PublicKey.Negate"] = [() => None.Negate()],
        ["PublicKey.ToXOnly"] = [() => None.ToXOnly()],
        ["PublicKey.get_HasOddY"] = [() => _ = None.HasOddY],
        ["PublicKey.Serialize"] = [() => None.Serialize(new byte[33])],
        ["PublicKey.ToArray"] = [() => None.ToArray()],
        ["PrivateKey.Ecdh"] = [() => Curve.Key(1).Ecdh(None, new byte[32])],
        ["RecoverableSignature.Verify"] = [() => Signature.Verify(None, new byte[32])],
        ["MessageSignature.Verify"] = [() => MessageSignature.Sign(Curve.Key(1), "").Verify("", None)],
        ["WireWriter.WritePublicKey"] = [() => new WireWriter().WritePublicKey(None)],
        ["TlvWriter.AddPublicKey"] = [() => new TlvWriter().AddPublicKey(1, None)],
        ["NodeId..ctor"] = [() => _ = new NodeId(None)],
    };

    public static IEnumerable<TheoryDataRow<string>> Methods() => Uses.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Methods))]
    public void AnyUse_OfTheDefaultKey_Throws(string method) => Assert.All(Uses[method], use => Assert.Throws<InvalidOperationException>(use));

    [Fact]
    public void ComparingAndPrinting_TheDefaultKey_Works()
    {
        Assert.True(None == default);
        Assert.True(None != Point);
        Assert.False(Point.Equals(None));
        Assert.Equal(0, None.GetHashCode());
        Assert.Equal("", None.ToString());
    }

    [Fact]
    public void Uses_PublicSurfaceOfTheseFolders_AreAllTried()
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        string[] folders = ["LightningRod.Wire.Cryptography", "LightningRod.Wire.Encodings", "LightningRod.Wire.Primitives"];
        string[] harmless = ["Equals", "GetHashCode", "ToString", "op_Equality", "op_Inequality", "TryParse", "FromHex"];
        var taking =
            from type in typeof(PublicKey).Assembly.GetExportedTypes()
            where folders.Contains(type.Namespace)
            from method in type.GetMembers(Declared).OfType<MethodBase>()
            where type == typeof(PublicKey) || method.GetParameters().Any(p => !p.IsOut && IsKey(p.ParameterType))
            where !harmless.Contains(method.Name)
            select $"{type.Name}.{method.Name}";
        Assert.Equal(taking.Distinct().Order(), Uses.Keys.Order());

        static bool IsKey(Type type) =>
            type == typeof(PublicKey) || type == typeof(PublicKey?) || (type.HasElementType && IsKey(type.GetElementType()!))
            || type.GenericTypeArguments.Any(IsKey);
    }
}
