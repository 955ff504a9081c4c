import Charts

/// The inputs of a plan as a page shows them: what the team decides, what it believes, and behind a search the rest.
struct InputsView {
  let inputs: [PlanInput]

  var html: HTML {
    """
    \(group(.decide, "decide", "What you decide"))
    \(group(.believe, "believe", "What you believe"))
    <details id="others"><summary>All inputs (\(inputs.count(where: { $0.group == .other })) more)</summary>
    <label class="search">Search <input id="search" type="search" autocomplete="off"></label>
    \(inputs.filter { $0.group == .other }.map(row))</details>
    """
  }

  private func group(_ group: PlanInput.Group, _ id: String, _ title: String) -> HTML {
    let rows = inputs.filter { $0.group == group }
    guard !rows.isEmpty else { return "" }
    return "<section aria-labelledby=\"\(id)-title\"><h2 id=\"\(id)-title\">\(title)</h2>\(rows.map(row))</section>"
  }

  private func row(_ input: PlanInput) -> HTML {
    let id = "i\(input.line)-\(input.column)"
    return """
      <div class="input\(input.written.count > 13 ? " long" : "")" data-path="\(input.path)" data-words="\(input.label.lowercased()) \(input.path.lowercased())" \
      title="\(input.meaning ?? input.path)"><label for="\(id)">\(input.label)</label>
      \(box(input, id)) \(turned(input))
      <small>\(input.path)\(HTML(stringLiteral: input.origin == nil ? "" : " &middot; "))\(origin(input))</small></div>
      """
  }

  private func origin(_ input: PlanInput) -> String {
    guard let origin = input.origin else { return "" }
    return origin == "assumed" ? origin : "source: \(origin.prefix(60))"
  }

  private func box(_ input: PlanInput, _ id: String) -> HTML {
    if case .choice(let choices) = input.control {
      let options = choices.map { choice -> HTML in
        "<option\(choice == input.written ? " selected" : "")>\(choice)</option>"
      }
      return "<select id=\"\(id)\" class=\"box\">\(options)</select>"
    }
    return "<input id=\"\(id)\" class=\"box\" value=\"\(input.written)\" autocomplete=\"off\" spellcheck=\"false\">"
  }

  /// The slider with its marks; a step down and up for fingers.
  private func turned(_ input: PlanInput) -> HTML {
    let (track, around): (QuantityTrack, (before: String, after: String))
    switch input.control {
    case .number(let number): (track, around) = (number, ("", ""))
    case .band(let low, let mid, let high): (track, around) = (mid, ("[\(low), ", ", \(high)]"))
    case .choice, .text: return ""
    }
    let marks = [track.low, track.value, track.high].map { share(of: $0, on: track) }
    return """
      <span class="turn"><button type="button" class="less" aria-label="less: \(input.label)">&minus;</button>
      <span class="track"><input type="range" min="0" max="1000" step="1" value="\(Int((marks[1] * 1000).rounded()))" \
      aria-label="\(input.label)" data-before="\(around.before)\(track.before)" data-after="\(track.after)\(around.after)" \
      data-low="\("\(track.low)")" data-high="\("\(track.high)")" data-log="\(track.isLogarithmic ? "1" : "")" \
      data-whole="\(track.isWhole ? "1" : "")">
      <svg class="marks" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">\
      \(marks.map { mark($0) })</svg></span>
      <button type="button" class="more" aria-label="more: \(input.label)">+</button></span>
      """
  }

  private func mark(_ share: Double) -> HTML {
    "<rect x=\"\(Int((share * 992).rounded()))\" y=\"0\" width=\"8\" height=\"6\"/>"
  }

  private func share(of value: Double, on track: QuantityTrack) -> Double {
    let share =
      track.isLogarithmic
      ? Logarithm.ratio(value / track.low, track.high / track.low) : (value - track.low) / (track.high - track.low)
    return min(max(share, 0), 1)
  }
}
