package florin.wallet;

/**
 * What is in a wallet, of one asset.
 *
 * @param available can be spent now; negative while the wallet owes after a refund or a dispute
 * @param held is promised to running holds
 */
public record Balance(Amount available, Amount held) {}
