// Prints one JSON object a line; `value` is ours, `ratio` is our rate over the other's, measured in the same run.
// Arguments choose the measurements by the start of their names: `nines-bench kernel.mm1 kernel.hold.100`.

/// Whether a measurement was asked for.
func isWanted(_ name: String) -> Bool {
  let wanted = CommandLine.arguments.dropFirst()
  return wanted.isEmpty || wanted.contains { name.hasPrefix($0) }
}

measureKernel()
measureYears()
measureAvailability()
await measureThreads()
measureTwins()
measureRequests()
try measureRareEvents()
measureCommands()
measureReading()
printBias()
try printLevels()
