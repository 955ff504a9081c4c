import ExactTwins
import ServiceModel

/// What theory knows of each design, every figure with all its digits or with the reason why there is none.
public func twinsJSON(_ services: [Service]) -> JSONValue {
  .object([
    (
      "designs",
      .array(
        services.map { service in
          let twin = ExactTwin(service)
          return .object([
            ("design", .string(service.design.name)), ("topology", .string(service.design.topology.rawValue)),
            ("kind", twin.kind.map { .string($0) } ?? .null),
            ("figures", .array(ExactTwin.askedFigures(of: service).map { figureJSON($0, twin.answer($0)) })),
          ])
        })
    )
  ])
}

private func figureJSON(_ asked: AskedFigure, _ answer: TwinAnswer) -> JSONValue {
  var pairs: [(key: String, value: JSONValue)] = [("figure", .string(asked.key)), ("words", .string(asked.words))]
  switch answer {
  case .known(let value):
    pairs += [
      ("value", .number(value.value)), ("way", .string(value.way.rawValue)), ("method", .string(value.method)),
    ]
    if let neglects = value.neglects { pairs.append(("neglects", .string(neglects))) }
  case .refused(let reason): pairs += [("value", .null), ("refused", .string(reason))]
  }
  return .object(pairs)
}
