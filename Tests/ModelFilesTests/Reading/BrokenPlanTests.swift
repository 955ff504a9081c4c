import Testing

@testable import ModelFiles

/// Mistakes people make, one at a time: each gives exactly one problem, at its place, with what to do.
@Suite struct BrokenPlanTests {
  @Test(arguments: [
    // What libyaml refuses.
    (
      "hold: 5s\nhold: 'x\n",
      "plan.yaml:3:1: error: this is not YAML: found unexpected end of stream while scanning a quoted scalar that begins at 2:7. Close the quotes"
    ),
    (
      "sites: { a: { keep: warm }\nhold: 5s\n",
      "plan.yaml:2:1: error: this is not YAML: did not find expected ',' or '}' while parsing a flow mapping that begins at 1:8"
    ),
    ("hold: 5s\n\tshare: 5%\n", "plan.yaml:2:1: error: this is not YAML"),
    (
      "hold: 5s\n  share: 5%\n",
      "plan.yaml:2:8: error: this is not YAML: mapping values are not allowed in this context. Check the indentation"
    ),
    ("hold: \u{1}\n", "plan.yaml:1:7: error: this is not YAML: control characters are not allowed"),
    ("hold: %5\n", "plan.yaml:1:7: error: this is not YAML"),
    // What we refuse of YAML.
    ("", "plan.yaml:1:1: error: the file is empty. Begin with 'service: my-service'"),
    ("# nothing yet\n", "plan.yaml:1:1: error: the file is empty"),
    ("just words\n", "plan.yaml:1:1: error: expected keys and values at the top of the file"),
    ("- a\n- b\n", "plan.yaml:1:1: error: expected keys and values at the top of the file"),
    ("hold: 5s\n---\nhold: 6s\n", "plan.yaml:3:1: error: a second document begins here"),
    ("hold: &a 5s\nshare: *a\n", "plan.yaml:1:7: error: '&' begins an anchor or an alias"),
    ("sites: &s { a: *s }\n", "plan.yaml:1:8: error: '&' begins an anchor or an alias"),
    (
      "hold: 5s\nshare: 5%\nhold: 6s\n", "plan.yaml:3:1: error: the key 'hold' is written twice, first at 1:1. Keep one"
    ),
    ("[a, b]: 5s\n", "plan.yaml:1:1: error: a key is one word"),
    (
      "sites: { a: { keep: warm, lasts: lognormal(median 80min, sigma 1.1) } }\n",
      "plan.yaml:1:34: error: a comma ends a value between braces, 'lognormal(median 80min, sigma 1.1)' is cut in pieces. "
        + "Write 'lognormal median 80min sigma 1.1'"
    ),
    // Keys.
    ("hodl: 5s\n", "plan.yaml:1:1: error: unknown key 'hodl'. Did you mean 'hold'?"),
    (
      "sites:\n  east: { keep: warm, kep: 3 }\n",
      "plan.yaml:2:23: error: unknown key 'kep' in 'sites.east'. Did you mean 'keep'?"
    ),
    ("lasts: 5s\nzzzzzz: 1\n", "plan.yaml:2:1: error: unknown key 'zzzzzz'. Known here: service, peak"),
    ("sites:\n  east: {}\n", "plan.yaml:2:9: error: 'keep' is missing in 'sites.east'. Add 'keep: nothing'"),
    ("node: { sku: a }\n", "plan.yaml:1:7: error: 'wait' is missing in 'node'. Add 'wait: 90s'"),
    ("sites: 3\n", "plan.yaml:1:8: error: expected keys and values at 'sites', found '3'"),
    ("sites:\nhold: 5s\n", "plan.yaml:1:7: error: expected keys and values at 'sites', found nothing"),
    (
      "blocks: acquire\n",
      "plan.yaml:1:9: error: expected a list at 'blocks', found 'acquire'. Write 'blocks: [acquire]'"
    ),
    ("blocks: [a, [b]]\n", "plan.yaml:1:13: error: expected one value at 'blocks[1]', found a list"),
    ("service: { a: b }\n", "plan.yaml:1:10: error: expected one value at 'service', found a mapping"),
    ("sites: { a: { keep: wram } }\n", "plan.yaml:1:21: error: unknown 'wram' at 'sites.a.keep'. Did you mean 'warm'?"),
    (
      "sites: { a: { keep: hot } }\n",
      "plan.yaml:1:21: error: unknown 'hot' at 'sites.a.keep'. Write one of nothing, warm, "
    ),
    ("gates: maybe\n", "plan.yaml:1:8: error: unknown 'maybe' at 'gates'. Write one of yes, no"),
    (
      "sites: { a: { keep: warm, lasts:5s } }\n",
      "plan.yaml:1:27: error: unknown key 'lasts:5s' in 'sites.a'. Put a space behind the colon"
    ),
    (
      "node: { sku: a, wait: 5s, 000 rps }\n",
      "plan.yaml:1:27: error: unknown key '000 rps' in 'node'. A comma ends a value between braces"
    ),
    // Numbers and units.
    ("hold: 5\n", "plan.yaml:1:7: error: expected a duration at 'hold', found '5'. Write '5s' or '5min'"),
    ("hold: 5m\n", "plan.yaml:1:7: error: expected a duration at 'hold', found '5m'"),
    ("hold: many\n", "plan.yaml:1:7: error: expected a duration at 'hold', found 'many'"),
    ("hold: -5s\n", "plan.yaml:1:7: error: '-5s' at 'hold' is negative. Write '90s'"),
    ("hold: 1e308y\n", "plan.yaml:1:7: error: '1e308y' at 'hold' is not between 0s and 100000y"),
    ("hold: {}\n", "plan.yaml:1:7: error: expected a duration at 'hold', found keys"),
    ("hold:\n", "plan.yaml:1:6: error: expected one value at 'hold', found nothing"),
    ("cv: .nan\n", "plan.yaml:1:5: error: expected a number at 'cv', found '.nan'"),
    ("cv: inf\n", "plan.yaml:1:5: error: expected a number at 'cv', found 'inf'"),
    ("cv: 0x10\n", "plan.yaml:1:5: error: expected a number at 'cv', found '0x10'"),
    ("share: -0%\n", "plan.yaml:1:8: error: '-0%' at 'share' is negative. Write '0%'"),
    ("hold: -0s\n", "plan.yaml:1:7: error: '-0s' at 'hold' is negative. Write '0s'"),
    ("share: 130%\n", "plan.yaml:1:8: error: '130%' at 'share' is not between 0% and 100%"),
    (
      "size: 30%\n",
      "plan.yaml:1:7: error: expected a share of production at 'size', found '30%'. Write '30% of production'"
    ),
    ("size: 30% of demand\n", "plan.yaml:1:7: error: expected a share of production at 'size', found '30% of demand'"),
    (
      "peak: 1000\n",
      "plan.yaml:1:7: error: expected a rate at 'peak', found '1000'. Write '1000rps'"
    ),
    ("weights: 70gb\n", "plan.yaml:1:10: error: expected an amount of data at 'weights', found '70gb'"),
    (
      "fetch: 25GB\n", "plan.yaml:1:8: error: expected a bandwidth at 'fetch', found '25GB'. Write '25GB/s' or '25Gbps'"
    ),
    ("labour: 60\n", "plan.yaml:1:9: error: expected an amount of money at 'labour', found '60'. Write '$60'"),
    ("price: $55\n", "plan.yaml:1:8: error: expected a price per h at 'price', found '$55'. Write '$55/h'"),
    ("storage: $1/GB\n", "plan.yaml:1:10: error: expected a price per GB-month at 'storage', found '$1/GB'"),
    ("quota: 2.5 nodes\n", "plan.yaml:1:8: error: expected a whole number of nodes at 'quota', found '2.5 nodes'"),
    ("at: 25h\n", "plan.yaml:1:5: error: '25h' at 'at' is not between 0h and 24h"),
    ("at: 03:75\n", "plan.yaml:1:5: error: expected an hour of the day at 'at', found '03:75'"),
    ("gpus: 8 H100\n", "plan.yaml:1:7: error: expected a number of GPUs at 'gpus', found '8 H100'. Write '8xH100'"),
    ("vantage: 4 of 3\n", "plan.yaml:1:10: error: '4 of 3' at 'vantage' is not"),
    ("vantage: 2/3\n", "plan.yaml:1:10: error: expected 'k of n' at 'vantage', found '2/3'. Write '2 of 3'"),
    ("vantage: [1 of 3, 2 of 3, 3 of 3]\n", "plan.yaml:1:10: error: expected one value at 'vantage', found a list"),
    ("hold: |\n  5\n  6\n", "plan.yaml:1:7: error: expected a duration at 'hold', found '5 6 '. Write"),
    // Uncertain numbers.
    ("hold: [1s, 2s]\n", "plan.yaml:1:7: error: expected three values at 'hold', found 2. Write '[low, mid, high]'"),
    ("hold: [1s, 3s, 2s]\n", "plan.yaml:1:16: error: '2s' at 'hold' is below '3s'. Write '[low, mid, high]'"),
    ("hold: [1s, 3, 4s]\n", "plan.yaml:1:12: error: expected a duration at 'hold', found '3'"),
    ("hold: [1s, [2s], 4s]\n", "plan.yaml:1:12: error: expected one value at 'hold', found a list"),
    // Laws.
    (
      "lasts: lognormall median 5s sigma 1\n",
      "plan.yaml:1:8: error: unknown law 'lognormall' at 'lasts'. Did you mean 'lognormal'?"
    ),
    (
      "lasts: lognormal median 5s\n",
      "plan.yaml:1:8: error: 'lognormal' at 'lasts' does not have the parameters it needs. Write 'log"
    ),
    ("lasts: lognormal median 5 sigma 1\n", "plan.yaml:1:25: error: expected a duration at 'lasts', found '5'"),
    ("lasts: lognormal median 5s sigma 0\n", "plan.yaml:1:34: error: 'sigma' must be above zero"),
    (
      "lasts: lognormal median 5s sgima 1\n",
      "plan.yaml:1:28: error: unexpected 'sgima' in the law at 'lasts'. Did you mean 'sigma'?"
    ),
    ("lasts: lognormal median 5s sigma\n", "plan.yaml:1:28: error: no value follows 'sigma'"),
    ("lasts: lognormal median 5s p95 4s\n", "plan.yaml:1:8: error: 'p95' is not above 'median'"),
    (
      "lasts: lognormal(median 5s, sigma 1)\n",
      "plan.yaml:1:8: error: a law is written without parentheses, commas and '='. Write 'lognormal median 5s sigma 1'"
    ),
    ("lasts: uniform 5d to 3d\n", "plan.yaml:1:22: error: '3d' is below the value before it"),
    (
      "lasts: uniform 5d\n",
      "plan.yaml:1:8: error: 'uniform' at 'lasts' does not have the parameters it needs. Write 'uniform 3d to 5d'"
    ),
    ("lasts: pareto shape 0.9 mean 1h\n", "plan.yaml:1:8: error: a pareto law has a mean only with a shape above 1"),
    (
      "lasts: 10min +\n",
      "plan.yaml:1:8: error: nothing follows the '+'. Write '10min + lognormal median 45min sigma 0.8'"
    ),
    ("lasts: quantiles 0% 2s 100% 1s\n", "plan.yaml:1:8: error: the quantiles at 'lasts' do not rise from 0% to 100%"),
    (
      "lasts:\n  - { share: 85%, law: 5s }\n  - { share: 5%, law: 6s }\n",
      "plan.yaml:2:3: error: the shares at 'lasts' add up to 90.0%"
    ),
    (
      "lasts:\n  - { share: 100% }\n",
      "plan.yaml:2:5: error: 'law' is missing in 'lasts[0]'. Add 'law: lognormal median"
    ),
  ])
  func oneMistake(text: String, expected: String) {
    let found = problems(text)
    #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
  }
}
