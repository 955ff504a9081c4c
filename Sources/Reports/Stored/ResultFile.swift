/// A file of a result directory: its name, and its content in pieces, so that a long one is never in memory as a whole.
public struct ResultFile {
  public let name: String
  /// Hands the content to whoever writes it, piece by piece.
  public let write: (_ piece: ([UInt8]) throws -> Void) throws -> Void

  /// A file of text.
  public init(name: String, write: @escaping (_ piece: (String) throws -> Void) throws -> Void) {
    self.name = name
    self.write = { piece in try write { try piece(Array($0.utf8)) } }
  }

  public init(name: String, text: String) {
    self.init(name: name) { try $0(text) }
  }

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    write = { try $0(bytes) }
  }

  /// The whole content as text.
  public func text() throws -> String {
    var bytes: [UInt8] = []
    try write { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
