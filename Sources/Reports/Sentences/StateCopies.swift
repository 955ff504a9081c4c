import Costing

/// Designs in which copies of conversations cost more than all nodes, which no service that copies text does; nil where
/// there is none.
func costlyCopiesSentence(_ sheets: [CostSheet]) -> String? {
  let names = sheets.filter(\.stateSyncExceedsCompute).map(\.design.name)
  guard !names.isEmpty else { return nil }
  return "Copies of conversation state cost more than all nodes in \(names.joined(separator: ", ")): what is"
    + " copied should be the text, some kilobytes a request, and not the key-value cache, hundreds of megabytes."
    + " See 'prices.state.per-request'."
}
