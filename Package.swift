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
    // Philox4x32-10 as an inline function and as a generator for GSL.
    .target(name: "CPhilox", dependencies: ["CGSL"]),
    .target(name: "Stochastics", dependencies: ["CPhilox", "Numerics"], swiftSettings: strict),
    .target(name: "EventKernel", swiftSettings: strict),
    .target(name: "ServiceModel", dependencies: ["Stochastics"], swiftSettings: strict),
    .target(
      name: "Control", dependencies: ["EventKernel", "ServiceModel", "Stochastics", "Numerics"], swiftSettings: strict),
    .target(
      name: "FailoverSimulation", dependencies: ["Control", "EventKernel", "ServiceModel", "Stochastics", "Numerics"],
      swiftSettings: strict),
    .target(name: "Costing", dependencies: ["ServiceModel"], swiftSettings: strict),
    .target(name: "Reports", dependencies: ["Costing"], swiftSettings: strict),
    // The service of the worked cost check, for the tests of what counts and prints money.
    .target(
      name: "CostCheck", dependencies: ["Costing", "ServiceModel", "Stochastics"], path: "Tests/CostCheck",
      swiftSettings: strict),
    .testTarget(
      name: "CostingTests", dependencies: ["CostCheck", "Costing", "ServiceModel", "Stochastics"], swiftSettings: strict
    ),
    .testTarget(
      name: "ReportsTests", dependencies: ["CostCheck", "Reports", "Costing", "ServiceModel", "Stochastics"],
      swiftSettings: strict),
    .testTarget(name: "StochasticsTests", dependencies: ["CPhilox", "Numerics", "Stochastics"], swiftSettings: strict),
    .testTarget(name: "EventKernelTests", dependencies: ["EventKernel"], swiftSettings: strict),
    .testTarget(
      name: "FailoverSimulationTests",
      dependencies: ["FailoverSimulation", "EventKernel", "ServiceModel", "Stochastics"], swiftSettings: strict),
    .testTarget(name: "NumericsTests", dependencies: ["Numerics"], swiftSettings: strict),
  ]
)
