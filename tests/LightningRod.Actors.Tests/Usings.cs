global using LightningRod.TestKit.Actors;
global using LightningRod.Actors.Tests.Support;
global using LightningRod.Engine.Abstractions;
global using LightningRod.Wire.Primitives;
global using Xunit;
