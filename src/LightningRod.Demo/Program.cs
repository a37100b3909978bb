using System.CommandLine.Invocation;
using LightningRod.Demo;

const int WrongUsage = 2;

var parsed = DemoCommand.Create().Parse(args);
var code = await parsed.InvokeAsync();
return parsed.Action is ParseErrorAction ? WrongUsage : code;
