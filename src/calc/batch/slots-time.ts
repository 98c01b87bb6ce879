import type { SlotSpec } from './slot-spec.ts';

/** Keys of a row that say how long, how often and how much arithmetic. */
export const TIME_SLOTS = {
  hours: {
    about: 'Time on the clock; keys of several units add up where they can (`days` 2, `hours` 5)',
    dimension: 'hours',
    unitAlone: true,
    names:
      'duration t tir time_reserved time runtime run_time training_time train_time training_duration train training wall wall_time walltime wallclock wall_clock wall_clock_time wallclock_time elapsed elapsed_time per_run per_trial per_job per_experiment per_seed per_fold exp_len exec_time execution_time to_train total_time compute_time job job_time time_to_train used',
    bare: 'duration t tir time_reserved time runtime run_time training_time train_time training_duration wall_time walltime wallclock wall_clock wall_clock_time wallclock_time elapsed elapsed_time exec_time execution_time total_time compute_time job_time time_to_train',
  },
  acceleratorHours: {
    about: 'Hours summed over the accelerators: never multiplied by their number',
    dimension: 'hours',
    names:
      'accelerator accelerators gpu gpus tpu device chip processor card total_gpu total_accelerator total_tpu total_device total_chip cumulative_gpu cumulative gpu_per_run gpu_per_trial gpu_compute tpu_core aggregate_gpu gpu_time accelerator_time',
  },
  acceleratorHoursPart: {
    about: 'Accelerator-hours of parts of a project, which are added up where the whole is not given',
    dimension: 'hours',
    names:
      'pretraining_gpu pre_training_gpu post_training_gpu posttraining_gpu fine_tuning_gpu finetuning_gpu context_extension_gpu long_context_gpu annealing_gpu sft_gpu rlhf_gpu alignment_gpu distillation_gpu evaluation_gpu ablation_gpu ablations_gpu tuning_gpu search_gpu development_gpu experiments_gpu final_gpu failed_gpu',
  },
  coreHours: {
    about: 'Hours summed over CPU cores',
    dimension: 'hours',
    names: 'core cpu cpu_core total_core cpu_time',
  },
  nodeHours: {
    about: 'Hours summed over machines; with the accelerators of one, accelerator-hours',
    dimension: 'hours',
    names: 'node total_node server total_server machine instance vm',
  },
  steps: {
    about: 'Training steps, with the time of one',
    dimension: 'number',
    names: 'steps train_steps training_steps num_steps n_steps iterations updates total_steps',
    bare: true,
  },
  hoursPerStep: {
    about: 'Time of one step',
    dimension: 'hours',
    names: 'per_step step step_time time_per_step per_iteration iteration iteration_time per_update',
  },
  stepsPerSecond: {
    about: 'Steps in a second',
    dimension: 'number',
    names: 'steps_per_second steps_per_s steps_per_sec iterations_per_second iterations_per_s it_per_s',
    bare: true,
  },
  tokensPerSecond: {
    about: 'Tokens trained on in a second by all accelerators together',
    dimension: 'number',
    names:
      'tokens_per_second tokens_per_sec tokens_per_s throughput_tokens_per_second throughput_tokens_per_s training_throughput_tokens_per_second',
    bare: true,
  },
  tokensPerSecondEach: {
    about: 'Tokens trained on in a second by one accelerator',
    dimension: 'number',
    names:
      'tokens_per_second_per_gpu tokens_per_sec_per_gpu tokens_per_s_per_gpu tokens_per_gpu_per_second tokens_per_gpu_per_sec tokens_per_gpu_per_s throughput_per_gpu_tokens_per_second throughput_per_gpu_tokens_per_s',
    bare: true,
  },
  epochs: {
    about: 'Epochs, with the time or energy of one',
    dimension: 'number',
    names: 'epochs num_epochs n_epochs training_epochs',
    bare: true,
  },
  hoursPerEpoch: {
    about: 'Time of one epoch',
    dimension: 'hours',
    names: 'per_epoch epoch epoch_time time_per_epoch',
  },
  kwhPerEpoch: {
    about: 'Energy of one epoch',
    dimension: 'kwh',
    names: 'per_epoch energy_per_epoch epoch epoch_energy',
  },
  kwhPerStep: {
    about: 'Energy of one step, with the steps',
    dimension: 'kwh',
    names: 'per_step energy_per_step step step_energy per_iteration energy_per_iteration',
  },
  kwhPerToken: {
    about: 'Energy of one token, with the tokens',
    dimension: 'kwh',
    names: 'per_token energy_per_token token per_output_token energy_per_output_token',
  },
  runs: {
    about: 'How often: the result is multiplied; several such keys multiply each other',
    dimension: 'number',
    names:
      'runs n_runs num_runs number_of_runs scale repeats repetitions seeds n_seeds num_seeds trials n_trials num_trials jobs n_jobs num_jobs sweep_runs search_trials configs configurations hyperparameter_configurations hyperparameter_trials hyperparameter_runs hparam_runs psf pragmatic_scaling_factor multiplicative_factor multiplier experiments num_experiments restarts students people users participants folds searches scaling_factor times models_trained',
    bare: true,
  },
  queries: {
    about: 'How often a model is asked: multiplies the energy of one; without one the whole, as `runs` does',
    dimension: 'number',
    names:
      'queries n_queries num_queries requests n_requests inferences n_inferences inference_count images n_images prompts n_prompts predictions responses',
    bare: true,
  },
  totalFlops: {
    about: 'Floating-point operations of the training',
    dimension: 'flops',
    unitAlone: true,
    names: 'total training train compute total_compute training_compute total_training model training_total',
  },
  achievedFlops: {
    about: 'Operations per second that one accelerator did',
    dimension: 'flopsPerS',
    unitAlone: true,
    names:
      'achieved achieved_per_gpu achieved_per_accelerator per_gpu per_accelerator per_chip per_device throughput sustained measured effective actual achieved_rate hardware throughput_per_gpu achieved_throughput realized observed',
  },
  peakFlops: {
    about: 'Peak operations per second of one accelerator',
    dimension: 'flopsPerS',
    names:
      'peak peak_per_gpu peak_per_accelerator peak_per_chip theoretical_peak theoretical gpu_peak peak_rate max peak_performance hardware_peak',
  },
  mfu: {
    about: 'Achieved over peak, 0 to 1 or per cent',
    dimension: 'part',
    names:
      'mfu hfu model_flops_utilisation model_flops_utilization flops_utilisation flops_utilization hardware_flops_utilization',
    bare: true,
  },
  parameters: {
    about: 'Parameters of the model (those active for a token)',
    dimension: 'number',
    names:
      'parameters params n_params num_params n_parameters num_parameters parameter_count model_parameters model_params model_size',
    bare: true,
  },
  activeParameters: {
    about: 'Parameters active for a token, where they are fewer',
    dimension: 'number',
    names:
      'active_parameters active_params activated_parameters activated_params parameters_active params_active',
    bare: true,
  },
  tokens: {
    about: 'Tokens seen in training',
    dimension: 'number',
    names: 'tokens training_tokens train_tokens n_tokens num_tokens tokens_seen tokens_trained',
    bare: true,
  },
  datasetTokens: {
    about: 'Tokens of the data, multiplied by the epochs',
    dimension: 'number',
    names: 'dataset_tokens corpus_tokens dataset_size_tokens tokens_per_epoch',
    bare: true,
  },
  year: {
    about: 'Year in which it ran',
    dimension: 'number',
    names: 'year start_year training_year year_of_training year_trained',
    bare: true,
  },
} as const satisfies Readonly<Record<string, SlotSpec>>;
