internal import Foundation

/// Pieces of a plan that stand in files of their own: libraries of replicas, failures, prices.
///
/// `import: library/gpus/h100.yaml` in a mapping, or a list of such paths, puts what those files say under the
/// mapping's own keys, which win. Paths are relative to the file that names them. Problems are reported where the piece
/// was written.
struct ImportResolver {
  /// Imported files in the order of their first use; their layers begin at 2.
  private(set) var documents: [SourceDocument] = []
  private(set) var diagnostics = Diagnostics([])
  static let firstLayer = 2
  /// Files that a plan may import, each as often as it is named: pieces that import pieces multiply.
  static let most = 1000
  private var count = 0

  /// The tree with every import laid under its mapping.
  mutating func resolve(_ node: SourceNode, in document: SourceDocument, chain: [String]) -> SourceNode {
    switch node.content {
    case .scalar: return node
    case .sequence(let items):
      return SourceNode(.sequence(items.map { resolve($0, in: document, chain: chain) }), at: node.position)
    case .mapping(let entries):
      let own = SourceNode(
        .mapping(
          entries.filter { $0.key != "import" }.map {
            SourceNode.Entry(
              key: $0.key, keyPosition: $0.keyPosition, value: resolve($0.value, in: document, chain: chain))
          }), at: node.position)
      guard let named = entries.first(where: { $0.key == "import" })?.value else { return own }
      // Of several files the later one wins, as a mapping's own keys win over all of them.
      return paths(named, in: document).reversed().reduce(own) { tree, path in
        let under = imported(path.text, at: path.position, by: document, chain: chain)
        return under.map { SourceNode(merge(base: $0, overlay: tree).content, at: node.position) } ?? tree
      }
    }
  }

  private mutating func paths(
    _ node: SourceNode, in document: SourceDocument
  ) -> [(text: String, position: SourcePosition)] {
    let items = node.items ?? [node]
    return items.compactMap { item in
      if let text = item.text, !text.isEmpty { return (text, item.position) }
      diagnostics.add(
        document.diagnostic(
          at: item.position, "expected the path of a file at 'import', found \(item.shortDescription)",
          remedy: "Write 'import: library/gpus/llama-3.1-70b-fp8-4xh100-vllm.yaml'"))
      return nil
    }
  }

  private mutating func imported(
    _ path: String, at position: SourcePosition, by document: SourceDocument, chain: [String]
  ) -> SourceNode? {
    let folder = URL(fileURLWithPath: document.name).deletingLastPathComponent().relativePath
    let full = ImportResolver.plain(path.hasPrefix("/") ? path : folder == "." ? path : "\(folder)/\(path)")
    count += 1
    guard count <= ImportResolver.most else {
      if count == ImportResolver.most + 1 {
        diagnostics.add(
          document.diagnostic(
            at: position, "the plan imports more than \(ImportResolver.most) files, each as often as it is named",
            remedy: "Name each piece once, in the file that needs it"))
      }
      return nil
    }
    guard !chain.contains(full) else {
      diagnostics.add(
        document.diagnostic(
          at: position, "'\(path)' imports itself",
          remedy: "Take the import out of one of: \(chain.joined(separator: ", "))"
        ))
      return nil
    }
    guard FileManager.default.fileExists(atPath: full) else {
      diagnostics.add(
        document.diagnostic(
          at: position, "there is no file '\(path)' to import",
          remedy: "The path is relative to the folder of the file that names it"))
      return nil
    }
    do {
      let file: SourceDocument
      if let known = documents.first(where: { $0.name == full }) {
        file = known
      } else {
        file = try SourceDocument(path: full, layer: ImportResolver.firstLayer + documents.count)
        documents.append(file)
        for problem in file.diagnostics.all { diagnostics.add(problem) }
      }
      return resolve(file.root, in: file, chain: chain + [full])
    } catch {
      for problem in error.all { diagnostics.add(problem) }
      return nil
    }
  }
}

extension ImportResolver {
  /// A path without `.` and without a folder that is left again: what is one file has one name.
  static func plain(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}

extension SourceDocument {
  /// The files that are laid under this one's mappings, as seen from its folder.
  var importedFiles: [NamedFile] {
    let folder = URL(fileURLWithPath: name).deletingLastPathComponent().relativePath
    return imported.filter { FileManager.default.fileExists(atPath: $0.name) }.map { file in
      let isBelow = folder != "." && file.name.hasPrefix("\(folder)/")
      return NamedFile(name: isBelow ? String(file.name.dropFirst(folder.count + 1)) : file.name, path: file.name)
    }
  }

  /// The document with its imports laid under the mappings that name them.
  func withImports() -> SourceDocument {
    var resolver = ImportResolver()
    let tree = resolver.resolve(root, in: self, chain: [ImportResolver.plain(name)])
    guard !resolver.documents.isEmpty || resolver.diagnostics.hasErrors else { return self }
    var found = diagnostics
    for problem in resolver.diagnostics.all { found.add(problem) }
    return SourceDocument(self, root: tree, imported: resolver.documents, diagnostics: found)
  }
}
