/// Nodes that `nines init` knows, as they stand in models/library/nodes; a test sees that both say the same.
struct StarterNode: Equatable {
  let cloud: String
  let gpu: String
  /// Of one node.
  let gpus: Int
  /// Lines of `node`, without the GPUs.
  let lines: [String]

  static let all: [StarterNode] = [
    StarterNode(
      cloud: "aws", gpu: "A100", gpus: 8,
      lines: [
        "sku: p4de.24xlarge",
        "price: $27.44705/h # source: skypilot-catalog v9, aws, us-east-1",
        "basis: list",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "aws", gpu: "B200", gpus: 8,
      lines: [
        "sku: p6-b200.48xlarge",
        "price: $113.9328/h # source: skypilot-catalog v9, aws, us-east-1",
        "basis: list",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "aws", gpu: "H100", gpus: 8,
      lines: [
        "sku: p5.48xlarge",
        "price: $55.04/h # source: skypilot-catalog v9, aws, us-east-1",
        "basis: list",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "aws", gpu: "H200", gpus: 8,
      lines: [
        "sku: p5en.48xlarge",
        "price: $63.296/h # source: skypilot-catalog v9, aws, us-east-1",
        "basis: list",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "aws", gpu: "L4", gpus: 4,
      lines: [
        "sku: g6.24xlarge",
        "price: $6.6752/h # source: skypilot-catalog v9, aws, us-east-1",
        "basis: list",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "aws", gpu: "L40S", gpus: 8,
      lines: [
        "sku: g6e.48xlarge",
        "price: $30.13118/h # source: skypilot-catalog v9, aws, us-east-1",
        "basis: list",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "gcp", gpu: "A100", gpus: 8,
      lines: [
        "sku: a2-ultragpu-8g # assumed",
        "price: $35.39358/h # source: skypilot-catalog v9, gcp, us-east5, accelerators alone; the machine's own price is assumed to be 0",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "gcp", gpu: "B200", gpus: 8,
      lines: [
        "sku: a4-highgpu-8g # assumed",
        "price: $90.216/h # source: skypilot-catalog v9, gcp, us-central1, accelerators alone; the machine's own price is assumed to be 0",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "gcp", gpu: "H100", gpus: 8,
      lines: [
        "sku: a3-megagpu-8g # assumed",
        "price: $82.75421/h # source: skypilot-catalog v9, gcp, us-central1, accelerators alone; the machine's own price is assumed to be 0",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "gcp", gpu: "H200", gpus: 8,
      lines: [
        "sku: a3-ultragpu-8g # assumed",
        "price: $74.49392/h # source: skypilot-catalog v9, gcp, us-central1, accelerators alone; the machine's own price is assumed to be 0",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "gcp", gpu: "L4", gpus: 1,
      lines: [
        "sku: g2-standard-8 # assumed",
        "price: $0.56004/h # source: skypilot-catalog v9, gcp, us-central1, accelerators alone; the machine's own price is assumed to be 0",
        "as-of: 2026-07-09",
      ]),
    StarterNode(
      cloud: "azure", gpu: "H100", gpus: 8,
      lines: [
        "sku: Standard_ND96isr_H100_v5",
        "price: $98.32/h # source: data-receipts 109-gpu-pricing; the region is assumed",
        "basis: list",
        "as-of: 2026-11-09",
      ]),
    StarterNode(
      cloud: "azure", gpu: "MI300X", gpus: 8,
      lines: [
        "sku: Standard_ND96isr_MI300X_v5 # source: Azure, ND MI300X v5 series",
        "price: $48/h # assumed",
        "basis: assumed",
      ]),
    StarterNode(
      cloud: "nebius", gpu: "B200", gpus: 8,
      lines: [
        "sku: gpu-b200-sxm_8gpu-160vcpu-1792gb",
        "price: $44/h # source: skypilot-catalog v9, nebius, us-central1",
        "basis: list",
      ]),
    StarterNode(
      cloud: "nebius", gpu: "H100", gpus: 8,
      lines: [
        "sku: gpu-h100-sxm_8gpu-128vcpu-1600gb",
        "price: $23.6/h # source: skypilot-catalog v9, nebius, eu-north1",
        "basis: list",
      ]),
    StarterNode(
      cloud: "nebius", gpu: "H200", gpus: 8,
      lines: [
        "sku: gpu-h200-sxm_8gpu-128vcpu-1600gb",
        "price: $28/h # source: skypilot-catalog v9, nebius, eu-north1",
        "basis: list",
      ]),
  ]
}
