import ServiceModel
import Testing

@testable import Experiments

/// Worlds that are asked for, brought from elsewhere and looked up say what one run says.
@Suite struct KeptWorldsTests {
  private func asked(_ work: @escaping @Sendable () async throws -> Void) async throws -> [WorldTask] {
    do {
      try await KeptWorlds.$current.withValue(KeptWorlds([:], beyond: .ask)) { try await work() }
      return []
    } catch let open as StillToRun {
      return open.tasks
    }
  }

  /// All that a study lacks is said at once, in the order of its worlds, and brought it gives the same numbers.
  @Test func whatIsAskedForIsTheWhole() async throws {
    let services = try Model.services("start.yaml")
    let size = StudySize(seed: 3, worlds: 5, replicationsPerWorld: 2, threads: 2)
    let tasks = try await asked { _ = try await Study(services, size: size, bill: nil).run() }
    #expect(tasks.map { $0.names[0].world } == [0, 1, 2, 3, 4])
    #expect(tasks.allSatisfy { $0.names.count == services.count && $0.count == 2 * services.count })
    var lines: [WorldName: Substring] = [:]
    for task in tasks.reversed() {
      for (name, record) in zip(task.names, try task.simulate()) { lines[name] = Substring(record.line) }
    }
    let whole = try await Study(services, size: size, bill: nil).run()
    let kept = KeptWorlds(lines, beyond: .ask)
    let joined = try await KeptWorlds.$current.withValue(kept) {
      try await Study(services, size: size, bill: nil).run()
    }
    #expect(joined.map(everyNumber) == whole.map(everyNumber))
    // Without one world that one is asked for, or simulated where that is wanted.
    let missing = tasks[3].names[0]
    lines[missing] = nil
    let most = lines
    let rest = try await KeptWorlds.$current.withValue(KeptWorlds(most, beyond: .simulate)) {
      try await Study(services, size: size, bill: nil).run()
    }
    #expect(rest.map(everyNumber) == whole.map(everyNumber))
    do {
      _ = try await KeptWorlds.$current.withValue(KeptWorlds(most, beyond: .ask)) {
        try await Study(services, size: size, bill: nil).run()
      }
      Issue.record("a world is missing and nothing was asked for")
    } catch let open as StillToRun {
      #expect(open.tasks.map(\.names) == [[missing]])
    }
  }

  /// A name is of everything that decides the record: the design, what is left out, the seed, the world, the years.
  @Test func everyChangeHasANameOfItsOwn() async throws {
    let services = try Model.services("chat-api.yaml")
    var other = services
    other[1].sizing.buffer += 0.001
    let studies: [(services: [Service], size: StudySize, without: Set<String>)] = [
      (services, StudySize(seed: 3, worlds: 2, replicationsPerWorld: 2, threads: 1), []),
      (services, StudySize(seed: 4, worlds: 2, replicationsPerWorld: 2, threads: 1), []),
      (services, StudySize(seed: 3, worlds: 2, replicationsPerWorld: 3, threads: 1), []),
      (services, StudySize(seed: 3, worlds: 2, replicationsPerWorld: 2, threads: 1), [services[0].failures[0].name]),
    ]
    var names: [WorldName] = []
    for study in studies {
      let tasks = try await asked {
        _ = try await Study(study.services, size: study.size, disabled: study.without).run()
      }
      names += tasks.flatMap(\.names)
    }
    #expect(Set(names).count == names.count && names.count == 4 * 2 * services.count)
    #expect(WorldName.design(other[1], without: []) != WorldName.design(services[1], without: []))
    for name in names { #expect(WorldName(text: name.text) == name) }
    for text in ["", "x 1 2 0 3", names[0].text + " 4", names[0].text.replacing(" 3 ", with: " -3 ")] {
      #expect(WorldName(text: text) == nil, "\(text)")
    }
  }

  /// The words of a value are those of its content: dictionaries and sets in one order, whatever their seed in this process.
  @Test func contentHasOneText() {
    struct Value {
      var name = "a \"b\""
      var shares: [String: Double] = [:]
      var chosen: Set<Int> = []
      var other: Int?
      var end = Result<Int, BrokenRecord>.success(3)
    }
    var value = Value()
    #expect(ContentText(value).text == "(name:\"a \\\"b\\\"\",shares:{},chosen:{},other:nil,end:(success:3))")
    for number in 0..<20 { value.chosen.insert(number) }
    for number in 0..<20 { value.shares["\(number)"] = Double(number) }
    let text = ContentText(value).text
    var again = Value()
    for number in (0..<20).reversed() { again.chosen.insert(number) }
    for number in (0..<20).reversed() { again.shares["\(number)"] = Double(number) }
    #expect(ContentText(again).text == text)
    again.shares["7"] = 7.000000000000001
    #expect(ContentText(again).text != text)
  }
}
