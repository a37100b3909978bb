using LightningRod.Cli;

return await RodCommand.RunAsync(args, Console.OpenStandardInput, Console.Out, Console.Error).ConfigureAwait(false);
