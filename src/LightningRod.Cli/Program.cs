using System.CommandLine;

return await new RootCommand("LightningRod: the back end of a Lightning Service Provider for asynchronous payments.").Parse(args).InvokeAsync();
