/// Replicas that `nines init` knows: of each model its entry for a GPU, as it stands in models/library/gpus.
///
/// A plan that is started anywhere must be whole without the library, so the entries are repeated here; a test sees that both
/// say the same.
struct StarterReplica: Equatable {
  let model: String
  let gpu: String
  /// Of one replica.
  let gpus: Int
  /// Weights, in GB.
  let weights: Int
  /// The entry of the library, without its folder and ending.
  let file: String
  /// Lines of `replica`.
  let lines: [String]

  static let all: [StarterReplica] = [
    StarterReplica(
      model: "llama-3.1-8b", gpu: "H100", gpus: 1, weights: 16, file: "llama-3.1-8b-bf16-1xh100-trtllm",
      lines: [
        "name: Llama-3.1-8B BF16, 1xH100, trtllm",
        "gpus: 1xH100",
        "iteration: { fixed: 6.4209ms, per-sequence: 0ms, per-kv-token: 0.04994us, per-prefill-token: 0.0196ms } # source: fit of T = a + b n + c K + d p",
        "batch: 128 # source: the largest batch that was measured",
        "kv: 404000 tokens # derived, see above; the overhead is assumed",
        "fitted: { up-to: 128 requests, prompt-up-to: 4096 tokens, output-up-to: 512 tokens, points: 42, error: 1.8% }",
      ]),
    StarterReplica(
      model: "llama-3.1-8b", gpu: "H200", gpus: 1, weights: 8, file: "llama-3.1-8b-fp8-1xh200-sglang",
      lines: [
        "name: Llama-3.1-8B FP8, 1xH200, sglang",
        "gpus: 1xH200",
        "iteration: { fixed: 6.9863ms, per-sequence: 0.02161ms, per-kv-token: 0.03002us, per-prefill-token: 0.01153ms } # source: fit of T = a + b n + c K + d p",
        "batch: 352 # source: the largest batch that was measured",
        "kv: 884000 tokens # derived, see above; the overhead is assumed",
        "fitted: { up-to: 352 requests, prompt-up-to: 8000 tokens, output-up-to: 2000 tokens, points: 16, error: 6.1% }",
      ]),
    StarterReplica(
      model: "llama-3.1-8b", gpu: "A100", gpus: 1, weights: 16, file: "llama-3.1-8b-bf16-1xa100-roofline",
      lines: [
        "name: Llama-3.1-8B BF16, 1xA100, roofline",
        "derived: roofline",
        "gpus: 1xA100",
        "iteration: { fixed: 7.8764ms, per-kv-token: 0.064282us, per-prefill-token: 0.13546ms } # assumed: roofline",
        "batch: 64 # assumed",
        "kv: 444000 tokens # derived: (1 x (0.9 x 80 GiB - 3 GB) - 16.06 GB) / 128 KiB; the overhead of 3 GB is assumed",
      ]),
    StarterReplica(
      model: "llama-3.1-8b", gpu: "L40S", gpus: 1, weights: 16, file: "llama-3.1-8b-bf16-1xl40s-roofline",
      lines: [
        "name: Llama-3.1-8B BF16, 1xL40S, roofline",
        "derived: roofline",
        "gpus: 1xL40S",
        "iteration: { fixed: 18.588ms, per-kv-token: 0.1517us, per-prefill-token: 0.13864ms } # assumed: roofline",
        "batch: 64 # assumed",
        "kv: 208000 tokens # derived: (0.9 x 48 GiB - 16.06 GB - 3 GB) / 128 KiB; the overhead of 3 GB is assumed",
      ]),
    StarterReplica(
      model: "llama-3.1-8b", gpu: "L4", gpus: 1, weights: 8, file: "llama-3.1-8b-fp8-1xl4-roofline",
      lines: [
        "name: Llama-3.1-8B FP8, 1xL4, roofline",
        "derived: roofline",
        "gpus: 1xL4",
        "iteration: { fixed: 26.767ms, per-kv-token: 0.43691us, per-prefill-token: 0.41477ms } # assumed: roofline",
        "batch: 16 # assumed",
        "kv: 92000 tokens # derived: (1 x (0.9 x 24 GiB - 3 GB) - 8.03 GB) / 128 KiB; the overhead of 3 GB is assumed",
      ]),
    StarterReplica(
      model: "llama-3.1-8b", gpu: "MI300X", gpus: 1, weights: 16, file: "llama-3.1-8b-bf16-1xmi300x-roofline",
      lines: [
        "name: Llama-3.1-8B BF16, 1xMI300X, roofline",
        "derived: roofline",
        "gpus: 1xMI300X",
        "iteration: { fixed: 3.0302ms, per-kv-token: 0.024731us, per-prefill-token: 0.032336ms } # assumed: roofline",
        "batch: 64 # assumed",
        "kv: 1270000 tokens # derived: (1 x (0.9 x 192 GiB - 3 GB) - 16.06 GB) / 128 KiB; the overhead of 3 GB is assumed",
      ]),
    StarterReplica(
      model: "llama-2-13b", gpu: "H100", gpus: 1, weights: 26, file: "llama-2-13b-bf16-1xh100-roofline",
      lines: [
        "name: Llama-2-13B BF16, 1xH100, roofline",
        "derived: roofline",
        "gpus: 1xH100",
        "iteration: { fixed: 7.7731ms, per-kv-token: 0.24454us, per-prefill-token: 0.058481ms } # assumed: roofline",
        "batch: 64 # assumed",
        "kv: 58000 tokens # derived: (1 x (0.9 x 80 GiB - 3 GB) - 26.04 GB) / 800 KiB; the overhead of 3 GB is assumed",
      ]),
    StarterReplica(
      model: "llama-2-13b", gpu: "A100", gpus: 1, weights: 26, file: "llama-2-13b-bf16-1xa100-roofline",
      lines: [
        "name: Llama-2-13B BF16, 1xA100, roofline",
        "derived: roofline",
        "gpus: 1xA100",
        "iteration: { fixed: 12.771ms, per-kv-token: 0.40177us, per-prefill-token: 0.21964ms } # assumed: roofline",
        "batch: 64 # assumed",
        "kv: 58000 tokens # derived: (1 x (0.9 x 80 GiB - 3 GB) - 26.04 GB) / 800 KiB; the overhead of 3 GB is assumed",
      ]),
    StarterReplica(
      model: "llama-2-13b", gpu: "L40S", gpus: 2, weights: 26, file: "llama-2-13b-bf16-2xl40s-roofline",
      lines: [
        "name: Llama-2-13B BF16, 2xL40S, roofline",
        "derived: roofline",
        "gpus: 2xL40S",
        "iteration: { fixed: 15.069ms, per-kv-token: 0.47407us, per-prefill-token: 0.1124ms } # assumed: roofline",
        "batch: 64 # assumed",
        "kv: 74000 tokens # derived: (2 x (0.9 x 48 GiB - 3 GB) - 26.04 GB) / 800 KiB; the overhead of 3 GB is assumed",
      ]),
    StarterReplica(
      model: "qwen3-32b", gpu: "H100", gpus: 2, weights: 33, file: "qwen3-32b-fp8-2xh100-trtllm",
      lines: [
        "name: Qwen3-32B FP8, 2xH100, trtllm",
        "gpus: 2xH100",
        "iteration: { fixed: 8.8721ms, per-sequence: 0.06558ms, per-kv-token: 0us, per-prefill-token: 0.0432ms } # source: fit of T = a + b n + c K + d p",
        "batch: 128 # source: the largest batch that was measured",
        "kv: 401000 tokens # derived, see above; the overhead is assumed",
        "fitted: { up-to: 128 requests, prompt-up-to: 4096 tokens, output-up-to: 1000 tokens, points: 45, error: 4.8% }",
      ]),
    StarterReplica(
      model: "llama-3.1-70b", gpu: "H100", gpus: 4, weights: 70, file: "llama-3.1-70b-fp8-4xh100-vllm",
      lines: [
        "name: Llama-3.1-70B FP8, 4xH100, vllm",
        "gpus: 4xH100",
        "iteration: { fixed: 11.02ms, per-sequence: 0.05475ms, per-kv-token: 0.02791us, per-prefill-token: 0.04457ms } # source: fit of T = a + b n + c K + d p",
        "batch: 64 # source: the largest batch that was measured",
        "kv: 626000 tokens # derived, see above; the overhead is assumed",
        "fitted: { up-to: 64 requests, prompt-up-to: 8192 tokens, output-up-to: 8192 tokens, points: 15, error: 2.2% }",
      ]),
    StarterReplica(
      model: "llama-3.1-70b", gpu: "H200", gpus: 2, weights: 70, file: "llama-3.1-70b-fp8-2xh200-vllm",
      lines: [
        "name: Llama-3.1-70B FP8, 2xH200, vllm",
        "gpus: 2xH200",
        "iteration: { fixed: 13.161ms, per-sequence: 0.03754ms, per-kv-token: 0.03763us, per-prefill-token: 0.0704ms } # source: fit of T = a + b n + c K + d p",
        "batch: 64 # source: the largest batch that was measured",
        "kv: 540000 tokens # derived, see above; the overhead is assumed",
        "fitted: { up-to: 64 requests, prompt-up-to: 8192 tokens, output-up-to: 8192 tokens, points: 15, error: 3.6% }",
      ]),
    StarterReplica(
      model: "llama-3.1-70b", gpu: "B200", gpus: 2, weights: 70, file: "llama-3.1-70b-fp8-2xb200-vllm",
      lines: [
        "name: Llama-3.1-70B FP8, 2xB200, vllm",
        "gpus: 2xB200",
        "iteration: { fixed: 9.9703ms, per-sequence: 0.03227ms, per-kv-token: 0.00985us, per-prefill-token: 0.04585ms } # source: fit of T = a + b n + c K + d p",
        "batch: 64 # source: the largest batch that was measured",
        "kv: 755000 tokens # derived, see above; the overhead is assumed",
        "fitted: { up-to: 64 requests, prompt-up-to: 8192 tokens, output-up-to: 8192 tokens, points: 15, error: 1.1% }",
      ]),
    StarterReplica(
      model: "llama-3.1-70b", gpu: "A100", gpus: 4, weights: 141, file: "llama-3.1-70b-bf16-4xa100-roofline",
      lines: [
        "name: Llama-3.1-70B BF16, 4xA100, roofline",
        "derived: roofline",
        "gpus: 4xA100",
        "iteration: { fixed: 17.312ms, per-kv-token: 0.040177us, per-prefill-token: 0.29774ms } # assumed: roofline",
        "batch: 64 # assumed",
        "kv: 476000 tokens # derived: (4 x (0.9 x 80 GiB - 3 GB) - 141.2 GB) / 320 KiB; the overhead of 3 GB is assumed",
      ]),
    StarterReplica(
      model: "llama-3.1-70b", gpu: "MI300X", gpus: 2, weights: 141, file: "llama-3.1-70b-bf16-2xmi300x-roofline",
      lines: [
        "name: Llama-3.1-70B BF16, 2xMI300X, roofline",
        "derived: roofline",
        "gpus: 2xMI300X",
        "iteration: { fixed: 13.321ms, per-kv-token: 0.030913us, per-prefill-token: 0.14215ms } # assumed: roofline",
        "batch: 64 # assumed",
        "kv: 683000 tokens # derived: (2 x (0.9 x 192 GiB - 3 GB) - 141.2 GB) / 320 KiB; the overhead of 3 GB is assumed",
      ]),
    StarterReplica(
      model: "gpt-oss-120b", gpu: "H200", gpus: 4, weights: 61, file: "gpt-oss-120b-fp4-4xh200-vllm",
      lines: [
        "name: gpt-oss-120b FP4, 4xH200, vllm",
        "gpus: 4xH200",
        "iteration: { fixed: 3.659ms, per-sequence: 0.08513ms, per-kv-token: 0.00068us, per-prefill-token: 0.0133ms } # source: fit of T = a + b n + c K + d p",
        "batch: 64 # source: the largest batch that was measured",
        "kv: 5894000 tokens # derived, see above; the overhead is assumed",
        "fitted: { up-to: 64 requests, prompt-up-to: 8192 tokens, output-up-to: 8192 tokens, points: 18, error: 2.8% }",
      ]),
    StarterReplica(
      model: "qwen3-235b", gpu: "H100", gpus: 8, weights: 235, file: "qwen3-235b-a22b-fp8-8xh100-trtllm",
      lines: [
        "name: Qwen3-235B-A22B FP8, 8xH100, trtllm",
        "gpus: 8xH100",
        "iteration: { fixed: 11.573ms, per-sequence: 0.12287ms, per-kv-token: 0.0037us, per-prefill-token: 0.04091ms } # source: fit of T = a + b n + c K + d p",
        "batch: 128 # source: the largest batch that was measured",
        "kv: 1646000 tokens # derived, see above; the overhead is assumed",
        "fitted: { up-to: 128 requests, prompt-up-to: 1024 tokens, output-up-to: 512 tokens, points: 63, error: 4.4% }",
      ]),
    StarterReplica(
      model: "minimax-m2.5", gpu: "H200", gpus: 4, weights: 230, file: "minimax-m2.5-fp8-4xh200-vllm",
      lines: [
        "name: MiniMax-M2.5 FP8, 4xH200, vllm",
        "gpus: 4xH200",
        "iteration: { fixed: 11.615ms, per-sequence: 0.19048ms, per-kv-token: 0.01273us, per-prefill-token: 0.02826ms } # source: fit of T = a + b n + c K + d p",
        "batch: 64 # source: the largest batch that was measured",
        "kv: 1045000 tokens # derived, see above; the overhead is assumed",
        "fitted: { up-to: 64 requests, prompt-up-to: 8192 tokens, output-up-to: 8192 tokens, points: 30, error: 2.5% }",
      ]),
    StarterReplica(
      model: "deepseek-r1", gpu: "H200", gpus: 8, weights: 671, file: "deepseek-r1-fp8-8xh200-sglang",
      lines: [
        "name: DeepSeek-R1 FP8, 8xH200, sglang",
        "gpus: 8xH200",
        "iteration: { fixed: 9.1149ms, per-sequence: 0.36396ms, per-kv-token: 0us, per-prefill-token: 0.03838ms } # source: fit of T = a + b n + c K + d p",
        "batch: 64 # source: the largest batch that was measured",
        "kv: 4531000 tokens # derived, see above; the overhead is assumed",
        "fitted: { up-to: 64 requests, prompt-up-to: 8192 tokens, output-up-to: 8192 tokens, points: 30, error: 4.1% }",
      ]),
  ]

  static let models: [String] = all.reduce(into: []) { if !$0.contains($1.model) { $0.append($1.model) } }

  /// GPUs for which the library has the model, the first of them measured where any is.
  static func gpus(of model: String) -> [String] { all.filter { $0.model == model }.map(\.gpu) }
}
