import Mustache

/// A runbook as a page: it is read at night, on a phone or on paper, so that nothing on it is folded away.
struct RunbookPage {
  struct Stored: Decodable {
    /// One of words, a list, a table or a fragment.
    struct Block: Decodable {
      let words: String?
      let list: [String]?
      let heads: [String]?
      let rows: [[String]]?
      let fragment: String?
    }

    struct Section: Decodable {
      let title: String
      let blocks: [Block]
    }

    let model: String
    let title: String
    let origin: String
    let runbook: [Section]
  }

  private let stored: Stored
  private let provenance: String

  init(json: String, _ provenance: String) throws {
    stored = try Pages.stored(Stored.self, in: json)
    self.provenance = provenance
  }

  /// The page as HTML that needs no network and no other file.
  func html() throws -> String {
    let values: [String: Any] = [
      "model": stored.model, "title": stored.title, "style": pageStyle, "origin": "\(stored.origin) \(provenance).",
      "sections": stored.runbook.map { section in
        ["title": section.title, "blocks": section.blocks.map { blockValues($0) }] as [String: Any]
      },
    ]
    let library = MustacheLibrary(templates: ["page": try MustacheTemplate(string: runbookTemplate)])
    guard let page = library.render(values, withTemplate: "page") else { throw PageError("the page has no template") }
    return page
  }

  private func blockValues(_ block: Stored.Block) -> [String: Any] {
    var values: [String: Any] = [:]
    if let words = block.words { values["words"] = words }
    if let list = block.list { values["list"] = ["items": list.map { ["text": $0] }] }
    if let fragment = block.fragment { values["fragment"] = fragment }
    if let rows = block.rows {
      let heads = block.heads ?? []
      values["table"] =
        [
          "hasHeads": heads.contains { !$0.isEmpty }, "heads": heads.map { ["text": $0] },
          "rows": rows.map { row in ["cells": row.map { ["text": $0] }] },
        ] as [String: Any]
    }
    return values
  }
}

private let runbookTemplate = #"""
  <!doctype html>
  <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
  <title>{{title}}</title><style>{{{style}}}td,th{overflow-wrap:break-word}td{vertical-align:top}
  @media screen and (max-width:760px){td:nth-child(n+4){min-width:7em}td:nth-child(n+4)~td,tr:has(td:nth-child(4)) td:nth-child(2){min-width:9em}}</style></head><body><main>
  <p class="question">{{model}}</p>
  <h1>{{title}}</h1>
  <p class="fine">{{origin}}</p>
  {{#sections}}<h2>{{title}}</h2>
  {{#blocks}}{{#words}}<p>{{.}}</p>{{/words}}{{#list}}<ul>{{#items}}<li>{{text}}</li>{{/items}}</ul>{{/list}}
  {{#table}}<div class="scroll"><table>{{#hasHeads}}<thead><tr>{{#heads}}<th>{{text}}</th>{{/heads}}</tr></thead>{{/hasHeads}}
  <tbody>{{#rows}}<tr>{{#cells}}<td>{{text}}</td>{{/cells}}</tr>{{/rows}}</tbody></table></div>{{/table}}
  {{#fragment}}<pre class="scroll"><code>{{.}}</code></pre>{{/fragment}}{{/blocks}}{{/sections}}
  </main></body></html>
  """#
