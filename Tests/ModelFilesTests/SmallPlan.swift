import Testing

@testable import ModelFiles

/// What a site of the small plan holds.
enum Keep: String, CaseIterable { case nothing, warm, serving }

/// Reads every kind of field once: the smallest plan in which all mistakes can be made. All of its keys are optional.
func readSmallPlan(_ reader: FieldReader) {
  _ = reader.text("service")
  _ = reader.optional("peak", .rate)
  _ = reader.optional("hold", .duration)
  _ = reader.optional("share", .share)
  _ = reader.optional("size", .shareOf("production"))
  _ = reader.optional("weights", .bytes)
  _ = reader.optional("fetch", .bandwidth)
  _ = reader.optional("labour", .money)
  _ = reader.optional("price", .moneyPer("h"))
  _ = reader.optional("storage", .moneyPer("GB-month"))
  _ = reader.optional("quota", .count("nodes"))
  _ = reader.optional("at", .hourOfDay)
  _ = reader.optional("cv", .number)
  _ = reader.optional("per-year", .perYear)
  _ = reader.gpuCount("gpus")
  _ = reader.kOfN("vantage")
  _ = reader.optional("apart", .distance)
  _ = reader.law("lasts")
  _ = reader.textList("blocks")
  _ = reader.flag("gates")
  if let node = reader.child("node") {
    _ = node.requiredText("sku", example: "p5.48xlarge")
    _ = node.required("wait", .duration)
    node.finish()
  }
  for (_, site) in reader.children("sites") {
    _ = site.requiredChoice("keep", Keep.self)
    _ = site.law("lasts")
    site.finish()
  }
  reader.finish()
}

/// The problems of a small plan, one line each, in the order of the file.
func problems(_ text: String) -> [String] { diagnostics(text).inFileOrder.map(\.headline) }

func diagnostics(_ text: String) -> Diagnostics {
  do {
    let context = ReadingContext(document: try SourceDocument(text: text, name: "plan.yaml"))
    readSmallPlan(context.rootReader())
    return context.diagnostics
  } catch {
    return error
  }
}

/// A reader of the text, for tests of one field.
func reader(_ text: String, point: InputPoint = .middle) throws -> FieldReader {
  ReadingContext(document: try SourceDocument(text: text, name: "plan.yaml"), point: point).rootReader()
}

/// Expects that reading finds a mistake, says so in these words, and names the place.
func expectMistake<Read>(_ message: String, at place: String, _ read: () throws -> Read) {
  do {
    _ = try read()
    Issue.record("no problem was found")
  } catch {
    let text = "\(error)"
    #expect(text.contains(message) && text.contains(place), "\(text)")
  }
}
