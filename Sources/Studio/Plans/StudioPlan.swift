import CapacityPlanning
internal import Currencies
import ModelFiles

/// The plan that a page begins with, and what it becomes by the steps of a state.
public struct StudioPlan: Sendable {
  /// As it was given.
  public let path: String
  public let text: PlanText
  public let file: PlanFile
  private let namedFiles: Set<String>

  /// - Throws: `Diagnostics` where the plan cannot be used.
  public init(path: String) throws(Diagnostics) {
    let file = try PlanFile(path: path)
    try self.init(file, path: path)
  }

  /// A plan that stands in no file.
  public init(text: String, name: String) throws(Diagnostics) {
    try self.init(try PlanFile(text: text, name: name), path: name)
  }

  private init(_ file: PlanFile, path: String) throws(Diagnostics) {
    self.path = path
    self.file = file
    text = try PlanText(file.text, name: path)
    namedFiles = NamedFiles.all(in: try SourceDocument(text: file.text, name: path).root)
  }

  /// Bytes that the text of a state may have: reading one holds up all others. A longer plan may be opened, and not grow.
  var mostText: Int { max(StudioState.mostBytes, text.text.utf8.count) }

  /// Does what writes a page of this plan: all its amounts are of one currency as long as it is open.
  public func writing(_ work: () async throws -> Void) async rethrows {
    try await WrittenCurrency.writing(file.services[0].prices.currency, work)
  }

  /// The plan of a state, or what is wrong with it.
  public func reading(of state: StudioState) -> PlanReading {
    let edited: String
    do {
      edited = try text.applying(state.changes, name: path)
    } catch let refusal as EditRefusal {
      return PlanReading(text: text.text, outcome: .refused(refusal))
    } catch {
      return PlanReading(text: text.text, outcome: .mistaken(error as? Diagnostics ?? Diagnostics()))
    }
    guard edited.utf8.count <= mostText else {
      let refusal = EditRefusal(
        "the plan", "it would have more than \(mostText) bytes", "Edit so long a plan in its file")
      return PlanReading(text: text.text, outcome: .refused(refusal))
    }
    guard edited != text.text else { return checked(PlanReading(text: edited, outcome: .read(file)), state) }
    do {
      try checkFiles(edited)
      let file = try PlanFile(text: edited, name: path)
      return checked(PlanReading(text: edited, outcome: .read(file)), state)
    } catch {
      return PlanReading(text: edited, outcome: .mistaken(error))
    }
  }

  /// A request opens no file that the plan on disk does not name.
  private func checkFiles(_ text: String) throws(Diagnostics) {
    let document = try SourceDocument(text: text, name: path)
    let new = NamedFiles.all(in: document.root).subtracting(namedFiles).sorted()
    guard let name = new.first else { return }
    let line = document.lines.firstIndex { $0.contains(name) }.map { $0 + 1 } ?? 1
    throw Diagnostics([
      Diagnostic(
        file: path, line: line, column: 1, message: "'\(name)' is a file that the plan did not name when it was opened",
        remedy: "Name it in the file itself, and open the page again", sourceLine: document.lines[line - 1])
    ])
  }

  private func checked(_ reading: PlanReading, _ state: StudioState) -> PlanReading {
    guard case .read(let file) = reading.outcome else { return reading }
    let (own, other) = (self.file.services[0].prices.currency, file.services[0].prices.currency)
    guard own == other else {
      let key = own.currency == other.currency ? "rates" : "currency"
      return PlanReading(
        text: reading.text,
        outcome: .refused(
          EditRefusal(
            key, "the page counts in \(own.currency) at the rates with which the plan was opened",
            "Change '\(key)' in the file, and open the page again")))
    }
    if let bill = UncountableBill(in: file.services) {
      return PlanReading(text: reading.text, outcome: .refused(EditRefusal("prices", bill.cause, bill.remedy)))
    }
    let known = file.services[0].failures.map(\.name)
    guard let name = state.without.first(where: { !known.contains($0) }) else { return reading }
    return PlanReading(
      text: reading.text,
      outcome: .refused(
        EditRefusal(name, "the plan has no cause of this name", "Known are \(known.joined(separator: ", "))")))
  }
}

/// The text of a state and what it says.
public struct PlanReading: Sendable {
  public enum Outcome: Sendable {
    case read(PlanFile)
    /// The text has mistakes, each with its place.
    case mistaken(Diagnostics)
    /// A step cannot be made.
    case refused(EditRefusal)
  }

  public let text: String
  public let outcome: Outcome

  public var file: PlanFile? { if case .read(let file) = outcome { file } else { nil } }
}
