global using LightningRod.TestKit.Channels;
global using Xunit;
