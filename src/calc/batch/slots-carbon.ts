import type { SlotSpec } from './slot-spec.ts';

/** Keys of a row that say energy, electricity and carbon. */
export const CARBON_SLOTS = {
  energy: {
    about: 'Energy of the machines; multiplied by the PUE where one stands beside it',
    dimension: 'kwh',
    unitAlone: true,
    names:
      'energy electricity energy_consumption energy_consumed energy_used energy_usage consumption electricity_consumption electricity_used power_consumption total_energy energy_total total measured_energy energy_measured total_energy_consumption total_power_consumption consumed it it_energy energy_it system_energy wall_energy server_energy energy_per_run per_run energy_per_job per_job',
    bare: 'energy electricity energy_consumption energy_consumed energy_used energy_usage electricity_consumption electricity_used total_energy energy_total measured_energy it_energy energy_it total_energy_consumption',
  },
  energyPerQuery: {
    about: 'Energy of one query; with `queries` it is added to an energy of the training',
    dimension: 'kwh',
    names:
      'energy_per_query per_query query energy_per_inference per_inference energy_per_request per_request energy_per_image per_image energy_per_prompt per_prompt energy_per_prediction per_prediction energy_per_response per_response',
  },
  energyFacility: {
    about: 'Energy with the PUE in it',
    dimension: 'kwh',
    names:
      'facility facility_energy energy_facility energy_with_pue energy_incl_pue energy_including_pue with_pue incl_pue including_pue datacenter datacenter_energy data_center_energy energy_datacenter',
  },
  energyPart: {
    about: 'Parts of a project, which are added up',
    dimension: 'kwh',
    names:
      'development final evaluation inference idle infrastructure finetuning fine_tuning pretraining pre_training tuning search experiments failed preliminary dynamic parts components development_energy final_energy evaluation_energy inference_energy idle_energy final_training train training ablation ablations deployment cooling network storage cpu gpu ram dram cpu_energy gpu_energy training_energy energy_training train_energy dynamic_energy ram_energy dram_energy energy_parts',
  },
  pueIncluded: {
    about: 'Whether the energy has the PUE in it',
    dimension: 'text',
    names: 'energy_includes_pue includes_pue pue_included energy_contains_pue contains_pue pue_applied',
  },
  pue: {
    about: 'Power usage effectiveness; 1 where it is missing',
    dimension: 'number',
    names:
      'pue power_usage_effectiveness facility_pue site_pue datacenter_pue data_center_pue pue_datacenter',
    bare: true,
  },
  intensity: {
    about: 'Carbon intensity of the electricity; without a unit up to 5 is kg/kWh, else g/kWh',
    dimension: 'gPerKwh',
    unitAlone: true,
    names:
      'intensity carbon_intensity grid_intensity grid_carbon_intensity ci emission_factor emissions_factor ef grid grid_factor grid_emission_factor carbon_factor carbon_efficiency co2_intensity co2e_intensity electricity_intensity electricity_carbon_intensity gross_intensity intensity_gross gross gross_carbon_intensity intensity_location intensity_location_based location_based_intensity location_intensity carbon emissions emission ghg_intensity energy_mix energy_carbon_intensity average_intensity intensity_average',
    bare: 'intensity carbon_intensity grid_intensity grid_carbon_intensity ci emission_factor emissions_factor ef grid_factor grid_emission_factor carbon_factor carbon_efficiency co2_intensity co2e_intensity electricity_intensity electricity_carbon_intensity gross_intensity intensity_gross gross_carbon_intensity intensity_location intensity_location_based location_based_intensity ghg_intensity average_intensity',
  },
  intensityMarginal: {
    about: 'Marginal intensity; used where no other stands beside it, and said',
    dimension: 'gPerKwh',
    names: 'intensity_marginal marginal_intensity marginal moer marginal_carbon_intensity',
    bare: 'intensity_marginal marginal_intensity moer marginal_carbon_intensity',
  },
  intensityNet: {
    about: 'Intensity after hourly purchases on the same grid, or market-based: its own figure, `kgco2eNet`',
    dimension: 'gPerKwh',
    names:
      'intensity_net net_intensity net net_carbon_intensity carbon_intensity_net intensity_market intensity_market_based market_intensity market_based_intensity market',
    bare: 'intensity_net net_intensity net_carbon_intensity carbon_intensity_net intensity_market intensity_market_based market_intensity market_based_intensity',
  },
  intensityFile: {
    about: 'The intensity before its source rounded it; used where no other stands beside it',
    dimension: 'gPerKwh',
    names: 'intensity_data_file intensity_unrounded intensity_raw data_file',
    bare: 'intensity_data_file intensity_unrounded intensity_raw',
  },
  kgPerDeviceHour: {
    about: 'Carbon of one accelerator-hour',
    dimension: 'kgPerHour',
    unitAlone: true,
    names: 'emissions carbon co2e intensity',
  },
  region: {
    about: 'Where it ran: a country, state, zone or cloud region',
    dimension: 'text',
    names:
      'region country zone location geographical_location compute_region cloud_region grid_region state grid_zone country_iso_code country_code compute_location place datacenter_location datacenter_region datacenter_country server_location country_name',
  },
  provider: {
    about: 'Cloud provider',
    dimension: 'text',
    names: 'provider cloud cloud_provider cloud_platform cloud_service',
  },
  partsKg: {
    about: 'Carbon of parts, which are added up; a list or a number',
    dimension: 'kg',
    names:
      'parts components dynamic idle operational infrastructure emissions_parts scopes inference evaluation development final manufacturing',
  },
  deltaKg: {
    about: 'Carbon of one run or query, or what one saves',
    dimension: 'kg',
    names:
      'delta saved per_run per_query per_inference per_request per_image per_prompt per_response per_prediction per_job saving savings difference each',
  },
  embodiedDevice: {
    about: 'Embodied carbon of one accelerator',
    dimension: 'kg',
    names:
      'gpu_embodied embodied_gpu embodied_per_gpu accelerator_embodied embodied_accelerator embodied_per_accelerator chip_embodied device_embodied embodied_device gpu_manufacturing',
  },
  embodiedServer: {
    about: 'Embodied carbon of one server without its accelerators',
    dimension: 'kg',
    names:
      'server_embodied embodied_server embodied_per_server node_embodied embodied_node embodied_per_node server_manufacturing',
  },
  embodiedTotal: {
    about: 'Embodied carbon of all of the hardware (SCI: TE)',
    dimension: 'kg',
    names: 'embodied total_embodied embodied_total te embodied_carbon embodied_emissions hardware_embodied',
    bare: true,
  },
  lifeYears: {
    about: 'Life of the hardware (SCI: EL)',
    dimension: 'years',
    names:
      'life lifetime lifespan expected_lifespan expected_life el service_life hardware_life amortisation amortization hardware_lifetime',
    bare: true,
  },
  resourceShare: {
    about: 'Part of the hardware that is reserved (SCI: RR / ToR)',
    dimension: 'part',
    names: 'resource_share share rr_tor reserved_share',
    bare: true,
  },
  reserved: {
    about: 'Resources that are reserved (SCI: RR), beside those of the whole',
    dimension: 'number',
    names: 'rr reserved reserved_resources resources_reserved',
    bare: true,
  },
  totalResources: {
    about: 'Resources of the whole (SCI: ToR)',
    dimension: 'number',
    names: 'tor total_resources resources_total',
    bare: true,
  },
  offset: {
    about: 'Offsets: never subtracted',
    dimension: 'text',
    names:
      'offset offset_pct offset_percent offset_ratio offset_kg offsets carbon_offset offset_t offset_tonnes',
  },
  method: {
    about: 'A method of `--method` for this row alone',
    dimension: 'text',
    names: 'method',
  },
  scope: {
    about: 'What the row counts: gpu, chips, wall or facility',
    dimension: 'text',
    names: 'scope layer',
  },
  said: {
    about: 'Only told, never computed with',
    dimension: 'text',
    names:
      'id name phase stage label model model_name paper title task dataset date start end start_date end_date source url training_type framework note notes comment authors author venue arxiv doi description city organisation organization table section datacenter precision batch_size architecture',
  },
} as const satisfies Readonly<Record<string, SlotSpec>>;
