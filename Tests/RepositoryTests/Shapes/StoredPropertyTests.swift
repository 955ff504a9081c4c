import Testing

/// A type whose parts can be counted at one look: what has more than twenty-five is a flat record, or wants owners.
@Suite struct StoredPropertyTests {
  static let most = 25

  /// Records: each field is a value of its own, none follows from another, and nobody changes one while it counts on another.
  static let flatRecords: Set<String> = [
    // A line of a bill, a column each.
    "CostLine",
    // The sums of a world, as they are stored, and what a summary of its replications needs.
    "WorldRecord",
    // What was read of a plan: a key each.
    "Site",
    // What is printed of a design: constants, a figure each.
    "DesignFigures",
    // A plan and a failure mode compiled: constants.
    "Plan", "ModePlan",
  ]

  @Test func noTypeHoldsMoreThanOneLookCounts() {
    var counted = 0
    var large: [String] = []
    var found: Set<String> = []
    for file in Repository.swiftSources {
      let shapes = TypeShapes(CodeText(file.text))
      #expect(shapes.isBalanced, "\(file.path) is not understood: a brace or a bracket is left over")
      for shape in shapes.shapes where shape.kind != "enum" {
        counted += shape.members.count
        guard shape.members.count > Self.most else { continue }
        found.insert(shape.name)
        guard !Self.flatRecords.contains(shape.name) else { continue }
        large.append("\(file.path):\(shape.line): \(shape.name) stores \(shape.members.count) values")
      }
    }
    #expect(counted > 3000)
    #expect(large.isEmpty, "\(large.joined(separator: "\n"))")
    let small = Self.flatRecords.subtracting(found).sorted()
    #expect(small.isEmpty, "need no exception any more: \(small)")
  }

  /// What the compiled plan and a mode hold is constant: otherwise they are no records.
  @Test func whatIsCompiledIsConstant() throws {
    for (type, path) in [("Plan", "Plan"), ("ModePlan", "Plan+Parts")] {
      let file = try #require(Repository.file("Sources/FailoverSimulation/Compiled/\(path).swift"))
      let lines = CodeText(file.text).lines
      let start = try #require(lines.firstIndex { $0.contains("class \(type): ") })
      let body = lines[(start + 1)...].prefix { $0 != "}" }
      #expect(body.contains { $0.hasPrefix("  let ") })
      #expect(!body.contains { $0.hasPrefix("  var ") && !$0.contains("{") }, "\(type) has a variable")
    }
  }

  /// Stored are constants, variables with a value or an observer and several in one line; not what is computed or static.
  @Test func whatIsStoredIsCounted() {
    let shapes = TypeShapes(
      CodeText(
        """
        /// struct Words { var none = 1 }
        public struct Whole: Equatable {
          public static let none = 0
          @Field(help: "var a: Int { }") private(set) var a: [String: Int] = [:]
          let b, c: Int
          var d = 1, e = f(2, 3)
          var (g, h) = (1, 2)
          var i = 3 { didSet { print(i) } }
          var j: Int { i }
          var k: (Int, Int) = (0, 0)
          func l() {
            let local = 1
          }
          struct Part {
            var m: Dictionary<Int, Int>
          }
          enum Kind: String {
            case one, two(Int, Int)
            case three = "x, y"
          }
        }
        """)
    ).shapes
    #expect(shapes.map(\.name) == ["Whole", "Part", "Kind"])
    #expect(
      shapes.map(\.members) == [
        ["a", "b", "c", "d", "e", "g", "h", "i", "k"], ["m"], ["one", "two", "three"],
      ])
  }
}
