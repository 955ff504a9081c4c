import CapacityPlanning
import Experiments
import ServiceModel

/// What people on call read while a site is lost: the steps of the failover in their order, with what each needs and how long
/// it usually takes, and what the plan leaves open.
public struct Runbook: Sendable {
  public struct Section: Equatable, Sendable {
    public let title: String
    public let blocks: [Block]
  }

  public enum Block: Equatable, Sendable {
    case words(String)
    case list([String])
    case table(heads: [String], rows: [[String]])
    /// A fragment to paste, with the name of its language.
    case fragment(language: String, text: String)
  }

  public let model: String
  public let design: String
  public let title: String
  /// Where its numbers are from.
  public let origin: String
  public let sections: [Section]

  /// - Parameters:
  ///   - record: Of a study of the design that kept its ledger.
  ///   - origin: Seed, years and plan, for the line that says where the numbers are from.
  public init(_ record: DesignRecord, origin: String) {
    let service = record.service
    let facts = RunbookFacts(record)
    (model, design, self.origin) = (service.name, service.design.name, origin)
    title = "\(service.name), \(service.design.name): what to do when a site is lost"
    sections = [
      Section(title: "At a glance", blocks: facts.glance), Section(title: "How you notice", blocks: facts.notice),
      Section(title: "Who decides", blocks: facts.decision), Section(title: "Steps", blocks: facts.steps),
      Section(title: "When it does not work", blocks: facts.troubles),
      Section(title: "When it is over", blocks: facts.over), Section(title: "The way back", blocks: facts.wayBack),
      Section(title: "Drills", blocks: facts.drills),
      Section(title: "What stands, and what to configure", blocks: facts.fleet),
      Section(title: "What the plan leaves open", blocks: facts.open),
    ].filter { !$0.blocks.isEmpty }
  }

  /// For people in a terminal and in a repository.
  public var markdown: String {
    var text = "# \(title)\n\n\(origin)\n"
    for section in sections {
      text += "\n## \(section.title)\n"
      for block in section.blocks { text += "\n" + Runbook.markdown(block) }
    }
    return text
  }

  private static func markdown(_ block: Block) -> String {
    func cells(_ texts: [String]) -> String {
      "| " + texts.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    switch block {
    case .words(let words): return words + "\n"
    case .list(let items): return items.map { "- \($0)\n" }.joined()
    case .table(let heads, let rows):
      return cells(heads) + cells(heads.map { _ in "---" }) + rows.map(cells).joined()
    case .fragment(let language, let text): return "```\(language)\n\(text)```\n"
    }
  }

  /// For programs; the page is made of it.
  public var json: JSONValue {
    .object([
      ("model", .string(model)), ("design", .string(design)), ("title", .string(title)), ("origin", .string(origin)),
      (
        "runbook",
        .array(
          sections.map { section in
            .object([("title", .string(section.title)), ("blocks", .array(section.blocks.map(Runbook.json)))])
          })
      ),
    ])
  }

  private static func json(_ block: Block) -> JSONValue {
    func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
    return switch block {
    case .words(let words): .object([("words", .string(words))])
    case .list(let items): .object([("list", texts(items))])
    case .table(let heads, let rows): .object([("heads", texts(heads)), ("rows", .array(rows.map(texts)))])
    case .fragment(let language, let text): .object([("language", .string(language)), ("fragment", .string(text))])
    }
  }
}
