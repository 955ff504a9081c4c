import ArgumentParser
import Reports

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of a plan, by which editors complete and check it.",
    discussion: """
      Examples:
        nines schema > plan.schema.json

      An editor with a YAML language server takes it by a line at the head of a plan:
        # yaml-language-server: $schema=plan.schema.json

      It knows words, units and choices. What hangs on other values is for 'nines validate'.
      """)

  func run() throws { try Terminal.printResult(PlanSchema.document.text) }
}
