using LightningRod.Demo;

return await DemoCommand.Create().Parse(args).InvokeAsync();
