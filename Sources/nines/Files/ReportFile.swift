import ArgumentParser
import Pages

/// The page of a result, as a file beside it.
///
/// - Parameter json: The text of its `result.json`, of which every number on the page is.
/// - Throws: `ExitCode.badModel` where no page can be made of it, which is our mistake.
func reportFile(of json: String) throws -> (name: String, text: String) {
  ("report.html", try page(resultJSON: json, version: Nines.release))
}
