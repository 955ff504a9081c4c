import ServiceModel

/// A value that is laid over a plan at a path such as `sites.eastus.size`, in every design, above its own overlay.
public struct PlanSetting: Equatable, Sendable {
  /// Keys from the root, joined by points.
  public let path: String
  /// As written: `30% of production`.
  public let text: String
  /// Where the plan itself wrote it; nil where it came with the command.
  let node: SourceNode?

  /// A value that came with the command.
  public init(path: String, text: String) {
    self.path = path
    self.text = text
    node = nil
  }

  /// A value that the plan writes in a list or a range.
  init(path: String, text: String, node: SourceNode) {
    self.path = path
    self.text = text
    self.node = node
  }
}

extension PlanFile {
  /// One design with settings laid over it.
  ///
  /// - Parameters:
  ///   - design: A name as the plan writes it; nil where the plan describes a single one.
  ///   - point: Quantiles of uncertain inputs; those that are not named stay at the middle.
  /// - Throws: `Diagnostics` where a value is wrong or contradicts another one, at the place where it was written: in the
  ///   plan, or in a line called `--vary`.
  public func service(
    design: String?, with settings: [PlanSetting], at point: [String: Double] = [:]
  ) throws(Diagnostics) -> Service {
    var laid: [SourceDocument] = []
    var tree = SourceNode(.mapping([]), at: document.root.position)
    for setting in settings {
      if setting.node == nil {
        let layer = ImportResolver.firstLayer + document.imported.count + laid.count
        laid.append(try SourceDocument(text: "\(setting.path): \(setting.text)", name: "--vary", layer: layer))
      }
      let value = setting.node ?? laid[laid.count - 1].root.entries?.first?.value
      guard let value else { continue }
      tree = merge(base: tree, overlay: nested(setting.path, value))
    }
    let source = SourceDocument(
      document, root: document.root, imported: document.imported + laid, diagnostics: document.diagnostics)
    let context = ReadingContext(document: source, prices: prices, point: InputPoint(quantiles: point))
    let decoder = PlanDecoder(context, settings: tree, only: design)
    for setting in settings { decoder.checkParent(of: setting) }
    guard !context.diagnostics.hasErrors else { throw context.diagnostics }
    let services = decoder.designs(nil)
    guard !context.diagnostics.hasErrors else { throw context.diagnostics }
    return services.first { $0.design.name == design } ?? services[services.count - 1]
  }

  /// What the plan writes at a path for a design, as it stands there; nil where it writes nothing.
  public func written(at path: String, design: String?) -> String? {
    let keys = path.split(separator: ".").map(String.init)
    func text(_ root: SourceNode?) -> String? {
      guard let node = root?.node(at: keys) else { return nil }
      return node.text ?? node.items.map { "[\($0.map { $0.text ?? "..." }.joined(separator: ", "))]" }
    }
    return design.flatMap { text(document.root["designs"]?[$0]) } ?? text(document.root)
  }

  /// Whether a design as the plan writes it is what one of these values makes of it.
  public func holdsOwnValue(among values: [PlanSetting], design: String?) -> Bool {
    guard let own = try? service(design: design, with: []) else { return true }
    if let first = values.first, let text = written(at: first.path, design: design),
      values.contains(where: { $0.text == text })
    {
      return true
    }
    return values.contains { value in (try? service(design: design, with: [value])) == own }
  }

  /// Why the path of a setting names nothing in a design, as a sentence with what was probably meant; nil where it does.
  public func problem(withPathOf setting: PlanSetting, design: String?) -> String? {
    do throws(Diagnostics) {
      _ = try service(design: design, with: [setting])
      return nil
    } catch {
      // Beside what is laid there another key may lose its meaning: that is a mistake in the value, not in the path.
      let keys = setting.path.split(separator: ".")
      let slip = error.all.first { problem in
        problem.isOfUnknownName
          && keys.contains {
            problem.message.hasPrefix("unknown key '\($0)'") || problem.message.contains("has no '\($0)'")
          }
      }
      return slip.map { "\($0.message)\($0.remedy.map { ". \($0)" } ?? "")" }
    }
  }
}

private func nested(_ path: String, _ value: SourceNode) -> SourceNode {
  path.split(separator: ".").reversed().reduce(value) { inner, key in
    SourceNode(
      .mapping([SourceNode.Entry(key: String(key), keyPosition: value.position, value: inner)]), at: value.position)
  }
}

extension PlanDecoder {
  /// What a setting of the plan names must be there, or be a key that could stand there.
  func check(_ setting: PlanSetting) {
    let before = context.diagnostics.all.count
    checkParent(of: setting)
    guard context.diagnostics.all.count == before, !context.diagnostics.hasErrors, let value = setting.node else {
      return
    }
    let plain = ReadingContext(document: context.document, prices: context.prices, point: context.point)
    _ = PlanDecoder(plain, settings: nested(setting.path, value)).designs(nil)
    for found in plain.diagnostics.all where found.isOfUnknownName && !context.diagnostics.all.contains(found) {
      let isDesign = nearest(to: setting.path, among: ["design"]) != nil
      context.report(at: value.position, found.message, remedy: isDesign ? "Did you mean 'design'?" : found.remedy)
    }
  }

  /// What a setting is laid under must be in the plan: a site or a failure that only a path names is a slip.
  func checkParent(of setting: PlanSetting) {
    let keys = setting.path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let root = context.document.root
    let layers = [root] + (root["designs"]?.entries ?? []).map(\.value)
    let layer = ImportResolver.firstLayer
    let line = context.document.imported.firstIndex { $0.name == "--vary" && $0.root[setting.path] != nil }
    let position =
      setting.node?.position
      ?? SourcePosition(line: 1, column: 1, layer: line.map { layer + $0 } ?? 0)
    for depth in keys.indices.dropLast() {
      let parent = keys[..<depth]
      let known = layers.flatMap { tree in
        (tree.node(at: parent)?.entries ?? []).map(\.key)
      }
      guard !known.contains(keys[depth]) else { continue }
      let place = parent.isEmpty ? "the plan" : "'\(parent.joined(separator: "."))'"
      var names: [String] = []
      for name in known where !names.contains(name) { names.append(name) }
      context.report(
        at: position, "\(place) has no '\(keys[depth])'\(Diagnostic.noSuchPath)'\(setting.path)'",
        remedy: FieldReader.suggestion(for: keys[depth], among: names))
      return
    }
  }
}
