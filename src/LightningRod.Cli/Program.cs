using LightningRod.Cli;

return await RodCommand.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
