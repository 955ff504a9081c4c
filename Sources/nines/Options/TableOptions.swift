import ArgumentParser
import Foundation
import Reports

/// How a table is shown to people; shared by the commands that print one.
struct TableOptions: ParsableArguments {
  enum Colour: String, CaseIterable, ExpressibleByArgument { case auto, always, never }

  @Option(help: "Colour in tables: auto (on a terminal, unless NO_COLOR is set), always or never.")
  var color = Colour.auto

  /// Prints lines with their colours, in signs that the terminal shows. Files and pipes get the same bytes everywhere.
  ///
  /// - Throws: As `Terminal.printResult`.
  func print(_ lines: [String]) throws {
    let environment = ProcessInfo.processInfo.environment
    let isPlain = isatty(STDOUT_FILENO) == 1 && !showsUnicode(environment)
    try Terminal.printLines(isPlain ? inPlainSigns(lines) : lines, painted: isColoured)
  }

  /// Refuses colour where none can be.
  func check(isTable: Bool) throws {
    guard isTable || color != .always else {
      throw ValidationError("--color colours tables: leave --format or --color out")
    }
  }

  private var isColoured: Bool {
    let environment = ProcessInfo.processInfo.environment
    switch color {
    case .always: return true
    case .never: return false
    case .auto:
      return isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
  }
}

/// Whether all is printed or what decides; shared by the commands whose answer is more than its reasons.
struct DetailOptions: ParsableArguments {
  @Flag(help: "Print all that the answer stands on too: further columns, tables and sentences.")
  var details = false

  /// Refuses details where everything is printed anyway.
  func check(isTable: Bool) throws {
    guard isTable || !details else {
      throw ValidationError("--details is for the table: json and csv hold everything. Leave one of the two out")
    }
  }
}
