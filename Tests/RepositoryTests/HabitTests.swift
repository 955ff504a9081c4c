import Testing

/// The habits of docs/design/house.md that a compiler does not check.
@Suite struct HabitTests {
  /// Rooms in which a wall clock may be read: the command tells the time left, benchmarks measure.
  static let mayReadClocks: Set<String> = ["nines", "nines-studio", "Benchmarks"]

  /// A result that depends on when or where it was computed cannot be computed again.
  @Test func noAmbientRandomnessOrTime() throws {
    let ambient =
      #"Double\.random|Int\.random|\.random\(|SystemRandomNumberGenerator|\.shuffled\(\)|\.randomElement\(|\bHasher\b|\.hashValue\b|\bdrand48\b|\barc4random"#
    let clocks =
      #"\bDate\(\)|Date\.now|ContinuousClock|SuspendingClock|DispatchTime\.now|clock_gettime|gettimeofday|\bProcessInfo\b"#
    let sources = Repository.swiftSources
    let places =
      try sources.flatMap { try $0.places(of: ambient) }
      + sources.filter { !Self.mayReadClocks.contains($0.room) }.flatMap { try $0.places(of: clocks) }
    #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
  }

  /// Places where the compiler was told to look away, or where a user's mistake would end the process.
  @Test func noUncheckedPlaces() throws {
    let forbidden =
      #"@unchecked|nonisolated\(unsafe\)|\btry!|\bas!|\bfatalError\(|\bunsafeBitCast|\bassertionFailure\("#
    let places = try Repository.swiftSources.flatMap { try $0.places(of: forbidden) }
    #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
  }

  /// The rooms of the inner loop hold values: a box there is an allocation per event. The one exception holds nothing and
  /// keeps the compiler from copying a replication to read it.
  @Test func noExistentialsInTheInnerLoop() throws {
    let existential = #"^(?!.*let anchor: any Sendable = \(\)).*(\bany [A-Z]|\bAny\b|\bAnyObject\b)"#
    let inner = Repository.swiftSources.filter { ["EventKernel", "Control", "FailoverSimulation"].contains($0.room) }
    let places = try inner.flatMap { try $0.places(of: existential) }
    #expect(inner.count > 10)
    #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
  }

  /// Figures are per year from where they are made: whoever reads them has nothing to convert. A course of hours is no figure.
  @Test func nobodyConvertsAFigureByHand() throws {
    let byHand = #"\b8766\b|\b525_?960\b|[/*] *(\w+\.)*horizonHours\b|horizon\.hours"#
    let readers = Repository.swiftSources.filter {
      ["CapacityPlanning", "Reports", "nines"].contains($0.room) && !$0.path.hasSuffix("HourlyNeed.swift")
    }
    let places = try readers.flatMap { try $0.places(of: byHand) }
    #expect(readers.count > 50)
    #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
  }

  /// A file holds one idea; 300 lines are two.
  @Test func filesHoldOneIdea() {
    let all = Repository.files(in: "Sources", "swift", "c", "h", "cpp", "hpp") + Repository.files(in: "Tests", "swift")
    let long = all.filter { $0.lines.count > 301 }.map { "\($0.path): \($0.lines.count - 1) lines" }
    #expect(all.count > 50)
    #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
  }

  /// The question finds the folder, and a folder is seen at one look.
  @Test func foldersAreSeenAtOneLook() {
    let files = Repository.swiftSources + Repository.files(in: "Tests", "swift")
    let folders = Dictionary(grouping: files) { $0.url.deletingLastPathComponent().path }
    let full = folders.filter { $0.value.count > 15 }.map { "\($0.key): \($0.value.count) files" }
    #expect(folders.count > 50)
    #expect(full.isEmpty, "\(full.sorted().joined(separator: "\n"))")
  }

  /// Words that hide the noun that has not been found yet.
  @Test func typesAreNamedForWhatTheyAre() throws {
    let vague = #"\b(?:struct|class|enum|protocol|actor) \w*(?:Manager|Helper|Util|Utils|Info)\b"#
    let places = try Repository.swiftSources.flatMap { try $0.places(of: vague) }
    #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
  }

  /// Foundation ends the process on Linux where the name has one letter: `FilePath` has the folder of a path.
  @Test func pathsAreTakenApartInOnePlace() throws {
    let places = try Repository.swiftSources.flatMap {
      try $0.places(of: #"NSString\)\.(?:deleting)?[lL]astPathComponent"#)
    }
    #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
  }

  /// What a path on one machine means, nobody else can know.
  @Test func noPathsOfOneMachine() {
    // Written in two parts, so that this file does not find itself.
    let roots = ["work", "root", "home", "Users"].map { "/" + $0 + "/" }
    let files =
      Repository.files(in: "Sources", "swift", "c", "h", "cpp", "hpp") + Repository.files(in: "Tests", "swift")
      + Repository.files(in: "models", "yaml", "csv") + Repository.documents
      + ["Package.swift", "Makefile", ".ci/run", ".ci/setup"].compactMap(Repository.file)
    let places = files.flatMap { file in
      file.lines.enumerated().filter { line in
        roots.contains { line.element.contains(" " + $0) || line.element.contains("\"" + $0) }
      }.map { "\(file.path):\($0.offset + 1)" }
    }
    #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
  }
}
