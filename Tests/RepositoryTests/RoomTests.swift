import Testing

/// The arrows of docs/design/house.md: data flows one way.
@Suite struct RoomTests {
  /// What each room may know, packages of others included. A room or an arrow that is missing here is new: argue it in
  /// docs/design/house.md first.
  static let mayKnow: [String: Set<String>] = [
    "CFieldTable": [],
    "CGSL": [],
    "CKeyTable": [],
    "CPhilox": ["CGSL"],
    "Cxlsxwriter": [],
    "Intake": [],
    "Numerics": ["CGSL"],
    "Stochastics": ["CPhilox", "Intake", "Numerics"],
    "EventKernel": [],
    "ServiceModel": ["Numerics", "ServingModel", "Stochastics"],
    "ModelFiles": ["CKeyTable", "Intake", "Numerics", "ServiceModel", "ServingModel", "Stochastics", "Yams"],
    "QueueingTheory": ["Numerics"],
    "ServingModel": ["EventKernel", "Intake", "Numerics", "QueueingTheory", "Stochastics"],
    "Control": ["EventKernel", "Numerics", "ServiceModel", "Stochastics"],
    "FailoverSimulation": ["Control", "EventKernel", "Numerics", "ServiceModel", "ServingModel", "Stochastics"],
    "ExactTwins": ["Numerics", "QueueingTheory", "ServiceModel", "Stochastics"],
    "OutputAnalysis": ["Numerics"],
    "Experiments": ["EventKernel", "FailoverSimulation", "OutputAnalysis", "ServiceModel"],
    "Costing": ["ServiceModel"],
    "Telemetry": [
      "EventKernel", "Experiments", "FailoverSimulation", "ModelFiles", "Numerics", "OutputAnalysis", "ServiceModel",
      "ServingModel", "Stochastics",
    ],
    "Charts": [],
    "Pages": ["Charts", "Mustache"],
    "Workbooks": ["Cxlsxwriter"],
    "CapacityPlanning": [
      "Costing", "EventKernel", "ExactTwins", "Experiments", "FailoverSimulation", "Numerics", "OutputAnalysis",
      "QueueingTheory", "ServiceModel", "Stochastics",
    ],
    "Reports": [
      "CFieldTable", "CapacityPlanning", "Costing", "EventKernel", "ExactTwins", "Experiments", "FailoverSimulation",
      "Intake", "OutputAnalysis", "ServiceModel", "ServingModel", "Stochastics", "Telemetry", "Workbooks",
    ],
    "Studio": [
      "CapacityPlanning", "Charts", "ExactTwins", "Experiments", "FailoverSimulation", "ModelFiles", "OutputAnalysis",
      "Pages", "Reports", "ServiceModel",
    ],
    "nines-studio": ["ArgumentParser", "NIOCore", "NIOHTTP1", "NIOPosix", "Studio"],
    "nines": [
      "ArgumentParser", "CapacityPlanning", "Costing", "EventKernel", "ExactTwins", "Experiments", "Intake",
      "ModelFiles", "OutputAnalysis", "Pages", "Reports", "ServiceModel", "ServingModel", "Stochastics",
      "Telemetry", "Workbooks",
    ],
  ]
  /// Rooms that measure the others and are measured by nobody: benchmarks.
  static let besideTheHouse: Set<String> = ["Benchmarks", "CxxLoops"]

  /// What comes with the language.
  static let ofTheSystem: Set<String> = ["Foundation", "Dispatch", "Glibc", "Darwin", "Synchronization", "Swift"]

  @Test func importsFollowTheArrows() {
    var broken: [String] = []
    for file in Repository.swiftSources where !Self.besideTheHouse.contains(file.room) {
      guard let allowed = Self.mayKnow[file.room] else {
        broken.append("\(file.path): the room \(file.room) is not in the table")
        continue
      }
      for (number, line) in file.code {
        guard line.contains("import "), let found = line.wholeMatch(of: importLine) else { continue }
        let name = String(found.output.1)
        if !allowed.contains(name) && !Self.ofTheSystem.contains(name) {
          broken.append("\(file.path):\(number): \(file.room) must not know \(name)")
        }
      }
    }
    #expect(broken.isEmpty, "\(broken.joined(separator: "\n"))")
  }

  /// The arrows themselves never form a circle, whoever edits the table.
  @Test func arrowsPointDownwards() {
    var settled: Set<String> = []
    var left = Self.mayKnow.filter { !$0.key.isEmpty }
    while let next = left.keys.sorted().first(where: { name in
      left[name]!.allSatisfy { settled.contains($0) || Self.mayKnow[$0] == nil }
    }) {
      settled.insert(next)
      left[next] = nil
    }
    #expect(left.isEmpty, "these rooms know each other in a circle: \(left.keys.sorted())")
  }

  /// A manifest that grants more than the table would let an import compile that the table forbids.
  @Test func theManifestGrantsNoMore() throws {
    let manifest = try #require(Repository.file("Package.swift"))
    var seen: Set<String> = []
    for found in manifest.text.matches(of: manifestRoom) {
      let name = String(found.output.1)
      guard let allowed = Self.mayKnow[name] else { continue }
      seen.insert(name)
      let known = (found.output.2 ?? "").matches(of: quotedName).map { String($0.output.1) }
      for room in known where Self.mayKnow[room] != nil {
        #expect(allowed.contains(room), "Package.swift lets \(name) know \(room)")
      }
    }
    #expect(seen.count >= 10, "the rooms of Package.swift were not found: \(seen.sorted())")
  }

  /// GSL ends the process on its own errors and takes a negative mean for a mean: one room stands between.
  @Test func onlyNumericsSeesGSL() throws {
    let places = try Repository.swiftSources.filter { $0.room != "Numerics" }.flatMap {
      try $0.places(of: #"import\s+CGSL"#)
    }
    #expect(places.isEmpty, "\(places)")
  }

  private var importLine: Regex<(Substring, Substring)> {
    /\s*(?:@\w+\s+)*(?:(?:public|package|internal|private)\s+)?import\s+(?:struct |class |enum |func )?(\w+).*/
  }
  private var manifestRoom: Regex<(Substring, Substring, Substring?)> {
    /room\(\s*"([\w-]+)"(?:,\s*knows:\s*\[([^\]]*)\])?/
  }
  private var quotedName: Regex<(Substring, Substring)> { /"([\w-]+)"/ }
}
