import CapacityPlanning
import ModelFiles
import Pages
import Reports

/// What people take away from a page.
struct Exported {
  let answer: GrowingAnswer
  let file: PlanFile
  let without: [String]
  /// Of the plan, as it was opened.
  let plan: String
  let version: String

  func file(_ export: Route.Export) throws -> (name: String, type: String, text: String) {
    switch export {
    case .report:
      let pictures = try ComparisonPictures(
        answer.now, assumptions: stated.assumptions(of: answer.now), without: Set(without),
        fingerprint: "not the file's: changed on a live page")
      let json = comparisonJSON(answer.now, pictures: pictures).text
      return ("report.html", "text/html; charset=utf-8", try comparisonPage(resultJSON: json, version: version))
    case .csv: return ("summary.csv", "text/csv; charset=utf-8", summaryTable(answer.now).text)
    case .json: return ("result.json", "application/json", comparisonJSON(answer.now).text)
    case .plan: return ("plan.yaml", "application/yaml", file.text)
    case .command: return ("command.txt", "text/plain; charset=utf-8", command + "\n")
    }
  }

  /// Every value of the plan as it is now.
  private var stated: [StatedValue] {
    file.readings.map { reading in
      StatedValue(
        path: reading.path, text: reading.text, origin: "\(reading.file):\(reading.line):\(reading.column)",
        isAssumed: reading.isAssumed, source: reading.source, price: reading.price)
    }
  }

  /// What gives the same figures from the plan once it is saved.
  var command: String {
    let size = answer.now.size
    let left = without.isEmpty ? "" : " --without \(without.sorted().joined(separator: ","))"
    return
      "nines compare \(plan) --replications \(size.replications) --worlds \(size.worlds) --seed \(size.seed)\(left)"
      + " --estimator crude" + (answer.isBanded ? "" : " --no-inputs")
  }
}
