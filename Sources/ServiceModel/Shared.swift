/// A value that its holders share: a copy of who holds it copies one reference, and not the tree of values behind it.
///
/// For descriptions of a service inside results. A service holds a few hundred values, and wherever one stands inside
/// another value the compiler writes code that copies all of them, one by one: half of what it made of the rooms that hold
/// results. To whoever reads or writes it, it is the value itself.
@propertyWrapper public struct Shared<Value: Sendable>: Sendable {
  private final class Holder: Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }

  private var holder: Holder

  public init(wrappedValue: Value) { holder = Holder(wrappedValue) }

  public var wrappedValue: Value {
    get { holder.value }
    set { holder = Holder(newValue) }
  }
}

extension Shared: Equatable where Value: Equatable {
  public static func == (a: Shared, b: Shared) -> Bool { a.holder === b.holder || a.wrappedValue == b.wrappedValue }
}
