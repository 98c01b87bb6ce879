/** Which way a metric is better. */
export type MetricGoal = 'minimize' | 'maximize';

/** Words in a metric's name that say which way is better. */
const SMALLER =
  /^(?:loss|losses|nll|error|errors|err|wer|cer|fer|ter|rmse|mse|mae|mape|smape|msle|rmsle|perplexity|ppl|bpb|bpc|bpd|crossentropy|entropy|logloss|brier|ece|fid|kid|lpips|divergence|kl|regret|distance|deviance|cost|latency|time|duration|seconds|ms|energy|joules|power|carbon|memory|mb|gb|size|params|parameters|flops|macs|residual|eer|hter|fpr|fnr|far|frr|violations|misclassification|mpjpe|epe|rank|mr)$/;
const LARGER =
  /^(?:acc|accuracy|auc|auroc|roc|aucroc|aucpr|auprc|ap|map|f1|f2|fbeta|fscore|score|scores|precision|recall|sensitivity|specificity|tpr|tnr|r2|rsquared|bleu|sacrebleu|chrf|rouge|rougel|rouge1|rouge2|meteor|cider|spice|comet|iou|miou|dice|jaccard|psnr|ssim|msssim|mcc|kappa|ndcg|mrr|hits|hitrate|reward|rewards|return|returns|winrate|throughput|speed|ips|likelihood|elbo|correlation|corr|pearson|spearman|kendall|silhouette|nmi|ari|gain|lift|passrate|em|exact|match|top1|top5|success|coverage|pesq|stoi|sdr|sisdr)$/;
const PAIRS: Readonly<Record<string, MetricGoal>> = {
  'cross entropy': 'minimize',
  'log loss': 'minimize',
  'log likelihood': 'maximize',
  'error rate': 'minimize',
  'exact match': 'maximize',
  'win rate': 'maximize',
  'success rate': 'maximize',
  'hit rate': 'maximize',
  'r squared': 'maximize',
  'reciprocal rank': 'maximize',
};

/**
 * Which way a metric of that name is better; undefined where the name does not say. The last word that says something counts
 * (`accuracy_loss` is a loss); a leading `neg` turns it around, as in scikit-learn's `neg_mean_squared_error`.
 */
export function goalOfName(name: string): MetricGoal | undefined {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let goal: MetricGoal | undefined;
  for (const [k, word] of words.entries()) {
    if (SMALLER.test(word)) goal = 'minimize';
    else if (LARGER.test(word)) goal = 'maximize';
    goal = PAIRS[`${words[k - 1] ?? ''} ${word}`] ?? goal;
  }
  const isNegative = ['neg', 'negative'].includes(words[0] ?? '');
  if (!isNegative || goal === undefined) return goal;
  return goal === 'minimize' ? 'maximize' : 'minimize';
}

/** The words for a goal that are understood. */
export const GOALS: Readonly<Record<string, MetricGoal>> = {
  minimize: 'minimize',
  maximize: 'maximize',
  minimise: 'minimize',
  maximise: 'maximize',
  min: 'minimize',
  max: 'maximize',
};

/**
 * A metric behind whose name its goal stands, and that may lack the name; undefined where none does.
 *
 * @example
 * goalBehind('val/loss:min') // { name: 'val/loss', goal: 'minimize' }
 */
export function goalBehind(text: string): { readonly name: string; readonly goal: MetricGoal } | undefined {
  const [, name = '', word] = /^(.*):(min|max)(?:imi[sz]e)?$/i.exec(text) ?? [];
  return word === undefined ? undefined : { name, goal: /^min/i.test(word) ? 'minimize' : 'maximize' };
}
