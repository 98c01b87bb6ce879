/** Multiply-adds of each chain between two touches of the memory. */
const UNROLLED = 8;
const CHAINS = 8;

/** Name of the program in {@link gpuProgram}. */
export const GPU_PROGRAM = 'joulebook_load';

/**
 * The program that keeps a GPU busy, in NVIDIA's intermediate language (PTX), which the driver itself translates for the card: independent chains
 * of multiply-adds, and a read and a write of the memory in each round. Parameters: an array of one float for each thread, and
 * the number of rounds (at least 1). It needs a card of 2014 or newer (compute capability 5.0) and no toolkit.
 */
export function gpuProgram(): string {
  const chains = Array.from({ length: CHAINS }, (_, k) => `%x${k}`);
  const lines = [
    'ld.param.u64 %a0, [place];',
    'ld.param.u32 %i0, [rounds];',
    'mov.u32 %i1, %ctaid.x;',
    'mov.u32 %i2, %ntid.x;',
    'mov.u32 %i3, %tid.x;',
    'mad.lo.u32 %i4, %i1, %i2, %i3;',
    'mul.wide.u32 %a1, %i4, 4;',
    'cvta.to.global.u64 %a2, %a0;',
    'add.u64 %a3, %a2, %a1;',
    'mov.f32 %m, 0f3F7FFFFE;', // a little less than 1: the chains neither grow nor vanish
    'mov.f32 %c, 0f3A83126F;', // 0.001
    'cvt.rn.f32.u32 %x0, %i4;',
    ...chains.slice(1).map((chain, k) => `add.f32 ${chain}, ${chains[k]}, %c;`),
    'AGAIN:',
    'ld.global.f32 %v, [%a3];',
    ...Array.from({ length: UNROLLED }, () => chains.map((x) => `fma.rn.f32 ${x}, ${x}, %m, %c;`)).flat(),
    'add.f32 %v, %v, %x0;',
    'st.global.f32 [%a3], %v;',
    'sub.u32 %i0, %i0, 1;',
    'setp.ne.u32 %p, %i0, 0;',
    '@%p bra AGAIN;',
    // What is never used the driver would leave out.
    ...chains.slice(1).map((x) => `add.f32 %x0, %x0, ${x};`),
    'st.global.f32 [%a3], %x0;',
    'ret;',
  ];
  return `.version 6.0
.target sm_50
.address_size 64
.visible .entry ${GPU_PROGRAM}(.param .u64 place, .param .u32 rounds)
{
.reg .pred %p;
.reg .b32 %i<5>;
.reg .b64 %a<4>;
.reg .f32 %x<${CHAINS}>;
.reg .f32 %m;
.reg .f32 %c;
.reg .f32 %v;
${lines.join('\n')}
}
`;
}
