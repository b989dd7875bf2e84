interface Policy {
  allowsFeature(feature: string): boolean;
}

/** Whether the page around this one, or a header of the server, withholds a feature; null: the browser does not say. */
export function withheld(...features: string[]): boolean | null {
  // Only Chromium has it.
  const { featurePolicy } = document as { featurePolicy?: Policy };
  return featurePolicy ? !features.every((feature) => featurePolicy.allowsFeature(feature)) : null;
}
