/** Which engine computes, and why that one. */
import type { BackendName, EngineName } from '../../engine/engine.ts';
import { useLab } from '../../store/lab.ts';

const BACKENDS: Record<BackendName, string> = { webgpu: 'WebGPU', wasm: 'wasm', cpu: 'plain JavaScript' };
const ENGINES: Record<EngineName, string> = { ops: 'tfjs operations', fused: 'fused kernels', simd: 'SIMD kernels' };

export function EngineLine() {
  const engine = useLab((state) => state.record?.engine ?? null);
  // The line is there from the start, so that the page does not move when the engine is known.
  if (!engine) return <p className="engine-line" data-testid="engine">Nothing is computed in this page yet: Run trains the models on your own machine.</p>;
  const { info, reason } = engine;
  return (
    <p className="engine-line" data-testid="engine" title={info.device}>
      <strong>{BACKENDS[info.backend]}</strong>, {ENGINES[info.engine]}. {reason}
    </p>
  );
}
