// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: Swift 6 language mode is the default of these tools; a warning is an error.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "nines",
  platforms: [.macOS(.v15)],
  dependencies: [],
  targets: [
    // GSL's headers as a module. Only `Numerics` imports it.
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .target(name: "Numerics", dependencies: ["CGSL"], swiftSettings: strict),
    .testTarget(name: "NumericsTests", dependencies: ["Numerics"], swiftSettings: strict),
    // Numbers in, intervals out; knows no simulation.
    .target(name: "OutputAnalysis", dependencies: ["Numerics"], swiftSettings: strict),
    .testTarget(name: "OutputAnalysisTests", dependencies: ["OutputAnalysis", "Numerics"], swiftSettings: strict),
    // What theory says; knows nothing of the simulator that it checks.
    .target(name: "QueueingTheory", dependencies: ["Numerics"], swiftSettings: strict),
    .testTarget(name: "QueueingTheoryTests", dependencies: ["QueueingTheory", "Numerics"], swiftSettings: strict),
  ]
)
