/// A file of a result directory: its name, and its text in pieces, so that a long one is never in memory as a whole.
public struct ResultFile {
  public let name: String
  /// Hands the text to whoever writes it, piece by piece.
  public let write: (_ piece: (String) throws -> Void) throws -> Void

  public init(name: String, write: @escaping (_ piece: (String) throws -> Void) throws -> Void) {
    self.name = name
    self.write = write
  }

  public init(name: String, text: String) {
    self.init(name: name) { try $0(text) }
  }
}
