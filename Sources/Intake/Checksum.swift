/// A 64-bit FNV-1a hash of bytes, the same on every machine: tells a file that was cut, edited or mixed up from the one
/// that was written. It is no defence against somebody who means to deceive.
public struct Checksum: Equatable, Sendable {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  public init() {}

  public init(_ text: String) { add(text) }

  public mutating func add(_ text: String) {
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  public mutating func add(_ bytes: [UInt8]) {
    // Of an array, that other rooms call it without asking for each byte.
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// Sixteen hexadecimal digits.
  public var text: String { String(repeating: "0", count: value.leadingZeroBitCount / 4) + String(value, radix: 16) }
}
