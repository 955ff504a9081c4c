import Foundation
import Testing

@testable import nines

/// What `nines init` asks on a terminal.
@Suite struct InitQuestionTests {
  /// A person who answers from a list, and what was said to them.
  private final class Person {
    var answers: [String]
    var heard = ""
    init(_ answers: [String]) { self.answers = answers }
    var questions: StarterQuestions {
      StarterQuestions(say: { self.heard += $0 }, hear: { self.answers.isEmpty ? nil : self.answers.removeFirst() })
    }
  }

  @Test func emptyLinesTakeTheDefaults() throws {
    let person = Person(Array(repeating: "", count: 6))
    var answers = StarterKind.chat.defaults
    try person.questions.complete(&answers, .chat, answered: [])
    #expect(answers == StarterKind.chat.defaults)
    #expect(person.heard.contains("1/6 Peak demand, requests a second in the busiest five minutes [200rps]: "))
    #expect(person.heard.contains("[unknown]: "))
  }

  @Test func whatAFlagHasSaidIsNotAsked() throws {
    let person = Person(["", "", "", ""])
    var answers = StarterKind.chat.defaults
    try person.questions.complete(&answers, .chat, answered: [.peak, .today])
    #expect(!person.heard.contains("1/6") && !person.heard.contains("5/6") && person.heard.contains("6/6"))
  }

  @Test func aWrongAnswerIsAskedAgainWithTheReason() throws {
    let person = Person([
      "lots", "300rps", "12rps on 2 GPUs", "azure H100 gcp", "99.95% soon", "99.95% 2min", "warm", "$1200/min",
    ])
    var answers = StarterKind.chat.defaults
    try person.questions.complete(&answers, .chat, answered: [])
    #expect(person.heard.contains("'lots' is not the peak") && person.heard.contains("'soon' is not the time"))
    #expect(answers.peak == "300rps" && answers.replica == .rated("12rps", gpus: 2))
    #expect(answers.clouds == ["azure", "gcp"] && answers.recovery == "2min" && answers.today == "warm-standby")
    #expect(answers.availability == "99.95%" && answers.loss == .perMinute("$1200/min"))
  }

  @Test func anEndWithoutAnAnswerIsSaid() {
    var answers = StarterKind.chat.defaults
    #expect(throws: StarterQuestions.Silence.self) {
      try Person(["100rps"]).questions.complete(&answers, .chat, answered: [])
    }
  }

  /// On a real terminal, which the program `script` makes: the built command asks, hears, and writes.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func aTerminalIsAsked() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let typed = try folder.write("rag\n44rps\n9rps on 4 GPUs\n\n\n\n", as: "typed")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/script")
    process.arguments = ["-qec", "'\(Nines.executable.path)' init mine.yaml --today single-site", "/dev/null"]
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle(forReadingAtPath: typed)
    process.standardOutput = try folder.handle("screen")
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let plan = try folder.text("mine.yaml")
    #expect(plan.contains("peak: 44rps") && plan.contains("knowledge-base"))
    let screen = try folder.text("screen")
    #expect(screen.contains("[chat]: ") && screen.contains("6/6") && !screen.contains("5/6"))
    #expect(screen.contains("wrote mine.yaml; next: nines validate mine.yaml"))
  }
}
