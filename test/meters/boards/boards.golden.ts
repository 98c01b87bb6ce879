/** Trees of sensors as boards show them; `hwmon(…)` numbers them. */
type Files = Readonly<Record<string, string>>;

/** Folders of sensors from a list of their files. */
export function hwmon(...folders: readonly Files[]): Files {
  return Object.fromEntries(
    folders.flatMap((files, n) =>
      Object.entries(files).map(([name, text]) => [`sys/class/hwmon/hwmon${n}/${name}`, `${text}\n`]),
    ),
  );
}

/** Jetson Orin NX, JetPack 6: 19 V input. */
export const ORIN_NX = hwmon(
  { name: 'tmp451' },
  {
    name: 'ina3221',
    in1_label: 'VDD_IN',
    in1_input: '5000',
    curr1_input: '2000',
    in1_enable: '1',
    in2_label: 'VDD_CPU_GPU_CV',
    in2_input: '5000',
    curr2_input: '800',
    in2_enable: '1',
    in3_label: 'VDD_SOC',
    in3_input: '5000',
    curr3_input: '400',
    in3_enable: '1',
    in7_label: 'Sum of shunt voltages',
    in7_input: '12',
  },
);

/** Jetson AGX Orin: two monitors, no rail for the whole input. */
export const AGX_ORIN = hwmon(
  {
    name: 'ina3221',
    in1_label: 'VDD_GPU_SOC',
    in1_input: '19000',
    curr1_input: '500',
    in2_label: 'VDD_CPU_CV',
    in2_input: '19000',
    curr2_input: '300',
    in3_label: 'VIN_SYS_5V0',
    in3_input: '5000',
    curr3_input: '900',
  },
  { name: 'ina3221', in1_label: 'NC', in2_label: 'VDDQ_VDD2_1V8AO', in2_input: '5000', curr2_input: '200' },
);

const iio = (chip: string, rails: readonly (readonly [string, number])[]): Files =>
  Object.fromEntries(
    rails.flatMap(([label, mW], n) => [
      [`sys/bus/i2c/drivers/ina3221x/${chip}/iio:device0/rail_name_${n}`, `${label}\n`],
      [`sys/bus/i2c/drivers/ina3221x/${chip}/iio:device0/in_power${n}_input`, `${mW}\n`],
    ]),
  );

/** Jetson TX2 with L4T 32: the module's input, and beside it the carrier board's. */
export const TX2: Files = {
  ...iio('0-0040', [
    ['VDD_SYS_GPU', 1500],
    ['VDD_SYS_SOC', 700],
    ['VDD_4V0_WIFI', 100],
  ]),
  ...iio('0-0041', [
    ['VDD_IN', 6000],
    ['VDD_SYS_CPU', 900],
    ['VDD_SYS_DDR', 800],
  ]),
  ...iio('0-0042', [
    ['VDD_MUX', 2000],
    ['VDD_5V0_IO_SYS', 500],
    ['VDD_3V3_SYS', 300],
  ]),
};

const meter = (oem: string, watts: number): Files => ({
  name: 'power_meter',
  power1_oem_info: oem,
  power1_average: String(watts * 1e6),
});

/** Grace Hopper, and a power meter of the whole machine. */
export const GRACE_HOPPER = hwmon(
  meter('Module Power Socket 0', 600),
  meter('Grace Power Socket 0', 150),
  meter('CPU Power Socket 0', 100),
  meter('SysIO Power Socket 0', 20),
  { name: 'power_meter', power1_average: '900000000' },
);

/** POWER9 by its own controller. */
export const POWER9 = hwmon({
  name: 'occ',
  power1_label: '0_system',
  power1_input: '400000000',
  power2_label: '0_proc',
  power2_input: '150000000',
  power3_label: '0_vdd',
  power3_input: '80000000',
  power4_label: '0_vdn',
  power4_input: '20000000',
});

/** POWER9 by OPAL: energies as well as powers of the same parts. */
export const AC922 = hwmon({
  name: 'ibmpowernv',
  energy1_label: 'System',
  energy1_input: '1000000000',
  energy2_label: 'Chip 0',
  energy2_input: '500000000',
  energy3_label: 'Chip 0 Vdd',
  energy3_input: '200000000',
  power1_label: 'System',
  power1_input: '400000000',
  power2_label: 'Chip 0',
  power2_input: '150000000',
  power3_label: 'Chip 8',
  power3_input: '140000000',
});

/** Two EPYC sockets by `amd_energy`. */
export const EPYC = hwmon({
  name: 'amd_energy',
  energy1_label: 'Ecore000',
  energy1_input: '1000000',
  energy65_label: 'Esocket0',
  energy65_input: '5000000000',
  energy66_label: 'Esocket1',
  energy66_input: '6000000000',
});

/** Ampere Altra. */
export const ALTRA = hwmon({
  name: 'smpro_hwmon',
  power1_label: 'CORE VRD',
  power1_input: '90000000',
  power2_label: 'SOC VRD',
  power2_input: '30000000',
  power3_label: 'DIMM VRD1',
  power3_input: '10000000',
  power4_label: 'RCA VRD',
  power4_input: '15000000',
});

/** Ampere eMAG. */
export const EMAG = hwmon({
  name: 'apm_xgene',
  power1_label: 'CPU power',
  power1_input: '60000000',
  power2_label: 'IO power',
  power2_input: '20000000',
});

/** Arm's Juno: names of its own, of which none says that it is the package. */
export const JUNO = hwmon({
  name: 'scmi_sensors',
  energy1_label: 'BIG_JLS',
  energy1_input: '1',
  power1_label: 'SYS_POW_SYS',
  power1_input: '1000000',
});
