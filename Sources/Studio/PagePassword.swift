import Foundation

/// What a page asks for beyond this machine: the first line of a file that nobody else may read.
///
/// It reaches the program in no argument and no address, which histories, logs and other users would show.
public struct PagePassword: Sendable {
  private let text: String

  /// Letters that it has at least: who guesses has one try a second and connection.
  public static let fewest = 12
  static let most = 256

  /// - Throws: `GateRefusal` where there is no such file, others may read it, or the password is too short.
  public init(file path: String) throws(GateRefusal) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let text = try? String(contentsOfFile: path, encoding: .utf8)
    else { throw GateRefusal(401, "'\(path)' is no file that can be read. Write the password into its first line") }
    guard status.st_mode & 0o077 == 0 else {
      throw GateRefusal(401, "others may read '\(path)'. Keep it to yourself: chmod 600 '\(path)'")
    }
    let line = text.split(whereSeparator: \.isNewline).first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
    guard (PagePassword.fewest...PagePassword.most).contains(line.count) else {
      throw GateRefusal(
        401, "the password in '\(path)' has \(line.count) letters. Take \(PagePassword.fewest) to \(PagePassword.most)")
    }
    self.text = line
  }

  init(_ text: String) { self.text = text }

  /// Whether the value of an `Authorization` header (RFC 7617) holds the password, under whatever user name.
  func isGiven(by header: String) -> Bool {
    let words = header.split(separator: " ", maxSplits: 1)
    guard words.count == 2, words[0].lowercased() == "basic", let data = Data(base64Encoded: String(words[1])),
      let pair = String(data: data, encoding: .utf8), let colon = pair.firstIndex(of: ":")
    else { return false }
    return isSecret(String(pair[pair.index(after: colon)...]), text)
  }
}

/// Compares every byte of what was given, so that the time says nothing of how many were right, nor how long the secret is.
func isSecret(_ given: String, _ secret: String) -> Bool {
  let (given, secret) = (Array(given.utf8), Array(secret.utf8))
  guard !secret.isEmpty else { return false }
  var difference = given.count ^ secret.count
  for (place, byte) in given.enumerated() { difference |= Int(byte ^ secret[place % secret.count]) }
  return difference == 0
}
