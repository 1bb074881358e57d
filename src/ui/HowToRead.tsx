/** The chart in plain words, and what it does not show. */
export function HowToRead() {
  return (
    <details className="panel how" open>
      <summary><h2>How to read this</h2></summary>
      <div className="how-columns">
        <div>
          <h3>What you see</h3>
          <p>
            The policy writes short answers. <strong>Gold</strong> (solid) is a formula that stands for what people really want. The policy never sees it.
            It sees the <strong>proxy</strong> (dashed): a reward model fitted to a few dozen comparisons.
          </p>
          <p>
            While the policy improves, both rise. Then the proxy goes on rising and gold peaks and falls: the policy has found answers that the
            reward model likes and gold does not, with too many style words, say. That is reward overoptimisation.
          </p>
        </div>
        <div>
          <h3>What R2M does</h3>
          <p>
            It lets the reward model look at the policy’s own hidden states, through a cross attention, and trains that part a little at every step on
            pairs that the reward model itself ranks. No new labels. As ω(t) falls, these states weigh more.
          </p>
          <p>On the KL axis you see gold for the same distance moved: there, being slower is no merit.</p>
        </div>
        <div>
          <h3>What to keep in mind</h3>
          <ul>
            <li>R2M softens the worst collapses here, it does not prevent them. The effect without new labels is <strong>small and fragile</strong>: over the twelve recorded seeds no interval excludes zero.</li>
            <li>The default settings were <strong>searched for</strong>, so that the effect shows. Elsewhere it can vanish or turn around.</li>
            <li><strong>Single seeds vary a lot</strong>; some never collapse. Trust the interval, not a curve.</li>
            <li>With RLOO a smaller reward alone helps: that is what the shrink control is for.</li>
            <li>This is a toy of 43 words. It says nothing about the size of the effect in a large model.</li>
          </ul>
        </div>
      </div>
    </details>
  );
}
