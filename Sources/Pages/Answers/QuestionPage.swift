/// What a command has stored for a page, and what its drawings take for granted.
protocol StoredAnswer: Decodable {
  /// - Throws: `PageError` where no page can be made of what was read.
  func check() throws
}

extension StoredAnswer {
  func check() throws {}
}

/// A page of one question, made of one stored answer: every such page is read and checked in one way.
protocol QuestionPage {
  associatedtype Stored: StoredAnswer

  init(stored: Stored, provenance: String)

  var page: AnswerPage { get }
}

extension QuestionPage {
  /// - Parameter provenance: Of the command, for the line that says what this is.
  /// - Throws: `PageError`, which names the place.
  init(json: String, _ provenance: String) throws {
    let answer = try Pages.stored(Stored.self, in: json)
    try answer.check()
    self.init(stored: answer, provenance: provenance)
  }
}

/// A template between what every page begins and ends with: its title, its style, its question, and its script.
func framed(_ body: String) -> String {
  #"""
  <!doctype html>
  <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
  <title>{{model}}: {{title}}</title><style>{{{style}}}</style></head><body><main>
  <p class="question">{{question}}</p>

  """# + body + "\n</main><script>{{{script}}}</script></body></html>"
}
