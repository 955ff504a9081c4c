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
  /// Texts of files that no longer stand where they were imported from, by their paths.
  let pieces: [String: String]

  init(pieces: [String: String] = [:]) { self.pieces = pieces }

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
    let full = ImportResolver.place(of: path, in: ImportResolver.folder(of: document.name))
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
    guard pieces[full] != nil || FileManager.default.fileExists(atPath: full) else {
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
        let layer = ImportResolver.firstLayer + documents.count
        if let text = pieces[full] {
          file = try SourceDocument(text: text, name: full, layer: layer)
        } else {
          file = try SourceDocument(path: full, layer: layer)
        }
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

  /// The folder of a file, plain; empty where it is the current one.
  static func folder(of path: String) -> String {
    let parts = plain(path).split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return parts == [""] ? "/" : parts.joined(separator: "/")
  }

  /// The plain path of a file that is named in a folder.
  static func place(of path: String, in folder: String) -> String {
    plain(path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)")
  }

  /// How a file is named in a folder; both plain. An absolute path stays one where the folder's is not.
  static func name(of path: String, in folder: String) -> String {
    guard path.hasPrefix("/") == folder.hasPrefix("/") else { return path }
    let (to, from) = (path.split(separator: "/"), folder.split(separator: "/"))
    let shared = zip(to, from).prefix { $0 == $1 && $0 != ".." }.count
    // What lies above a folder that begins with '..' has no name from there.
    guard !from.dropFirst(shared).contains("..") else { return path }
    return (Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared).map(String.init))
      .joined(separator: "/")
  }
}

extension SourceDocument {
  /// The files that are laid under this one's mappings, as seen from its folder.
  var importedFiles: [NamedFile] {
    let folder = ImportResolver.folder(of: name)
    return imported.map { file in
      NamedFile(
        name: ImportResolver.name(of: file.name, in: folder), path: file.name, text: file.lines.joined(separator: "\n"))
    }
  }

  /// The document with its imports laid under the mappings that name them.
  ///
  /// - Parameter pieces: Texts of files that need not stand where they are named, by their names as seen from its folder.
  func withImports(pieces: [String: String] = [:]) -> SourceDocument {
    let folder = ImportResolver.folder(of: name)
    var resolver = ImportResolver(
      pieces: Dictionary(uniqueKeysWithValues: pieces.map { (ImportResolver.place(of: $0.key, in: folder), $0.value) }))
    let tree = resolver.resolve(root, in: self, chain: [ImportResolver.plain(name)])
    guard !resolver.documents.isEmpty || resolver.diagnostics.hasErrors else { return self }
    var found = diagnostics
    for problem in resolver.diagnostics.all { found.add(problem) }
    return SourceDocument(self, root: tree, imported: resolver.documents, diagnostics: found)
  }
}
