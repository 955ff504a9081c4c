internal import CKeyTable

/// A key that a plan may have, as `docs/reference/keys.tsv` lists it.
public struct PlanKey: Sendable {
  /// With placeholders where a plan writes names, and `[]` for the items of a list: `sites.NAME.node.gpus`.
  public let path: String
  /// What may stand there: `duration`, `law of duration`, `choice of a|b`, `keys`, ... Several where it has several forms.
  public let kinds: [String]
  /// What holds without it, in words or as a plan writes it; `required` where something must be said.
  public let standard: String
  public let meaning: String
  /// Values that a plan may have there.
  public private(set) var examples: [String]

  /// All keys, in the order of the table.
  public static let all: [PlanKey] = {
    var keys: [PlanKey] = []
    var places: [String: Int] = [:]
    for row in rows.dropFirst() {
      let examples = row[11] == "refused" ? [] : values(of: row)
      if let place = places[row[0]] {
        keys[place].examples += examples.filter { !keys[place].examples.contains($0) }
        continue
      }
      places[row[0]] = keys.count
      keys.append(
        PlanKey(
          path: row[0], kinds: row[2].components(by: " / "), standard: row[3], meaning: row[12], examples: examples))
    }
    return keys
  }()

  /// The lines of the table by column, its header first.
  public static let rows: [[String]] = String(cString: nines_key_table()).split(separator: "\n").map {
    $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }

  /// The two values of a line, where they stand under the key itself and are one word or quantity each.
  private static func values(of row: [String]) -> [String] {
    guard let key = row[0].split(separator: ".").last, row[6].hasSuffix(".\(key)") || row[6] == key else { return [] }
    return row[7...8].filter { !["-", ""].contains($0) && !$0.hasPrefix("{") && !$0.hasPrefix("[") }
  }
}

extension String {
  /// The pieces between a text.
  fileprivate func components(by text: String) -> [String] {
    var pieces: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: text) {
      pieces.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return pieces + [String(rest)]
  }
}
